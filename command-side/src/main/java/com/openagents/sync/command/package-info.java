/** The side that decides: mutations become commands, aggregates decide, domain events are stored for good. */
@NullMarked
package com.openagents.sync.command;

import org.jspecify.annotations.NullMarked;
