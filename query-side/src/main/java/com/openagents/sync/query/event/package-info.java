/** Domain events as the event store holds them, and what they change. */
@NullMarked
package com.openagents.sync.query.event;

import org.jspecify.annotations.NullMarked;
