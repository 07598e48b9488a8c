/** From the event store to read tables and sync log, in one order and one transaction per batch. */
@NullMarked
package com.openagents.sync.query.sync.projector;

import org.jspecify.annotations.NullMarked;
