/**
 * WebSocket (RFC 6455) on the server's own connections, without the container's buffers: an idle connection holds next to
 * nothing, and what goes to many is encoded once and written without waiting. Knows nothing of what the frames mean.
 */
@NullMarked
package com.openagents.sync.gateway.websocket;

import org.jspecify.annotations.NullMarked;
