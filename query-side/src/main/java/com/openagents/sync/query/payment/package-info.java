/** How accounts, payments and postings are seen. */
@NullMarked
package com.openagents.sync.query.payment;

import org.jspecify.annotations.NullMarked;
