/** Who may change what, decided by the event store. */
@NullMarked
package com.openagents.sync.command.access;

import org.jspecify.annotations.NullMarked;
