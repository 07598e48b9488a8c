/**
 * Makes the read tables anew from the events, beside those in use, and has them take their place; or says where the two
 * differ.
 */
@NullMarked
package com.openagents.sync.query.rebuild;

import org.jspecify.annotations.NullMarked;
