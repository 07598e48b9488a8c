/** What an erasure changes in what people see. */
@NullMarked
package com.openagents.sync.query.erasure;

import org.jspecify.annotations.NullMarked;
