/** The event store: one dense order of domain events, appended in groups. */
@NullMarked
package com.openagents.sync.command.eventstore;

import org.jspecify.annotations.NullMarked;
