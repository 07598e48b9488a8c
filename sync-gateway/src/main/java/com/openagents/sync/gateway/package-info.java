/**
 * The WebSocket {@code /sync}: one tail of the sync log, and for each subscription a cursor that catches up from the
 * log and then follows the tail. Knows no feature by name.
 */
@NullMarked
package com.openagents.sync.gateway;

import org.jspecify.annotations.NullMarked;
