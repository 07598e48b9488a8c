/** A running query side and an event store to feed it. */
@NullMarked
package com.openagents.sync.query.testing;

import org.jspecify.annotations.NullMarked;
