/** Signs the heads of the event store's chain and brings them outside of the database. */
@NullMarked
package com.openagents.sync.command.evidence;

import org.jspecify.annotations.NullMarked;
