/** The wire: scopes, sync events, bootstrap, delta and the frames of the WebSocket protocol. */
@NullMarked
package com.openagents.sync.api.sync;

import org.jspecify.annotations.NullMarked;
