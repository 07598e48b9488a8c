/** Why the engine refuses: one list of codes for HTTP and WebSocket alike. */
@NullMarked
package com.openagents.sync.api.rejection;

import org.jspecify.annotations.NullMarked;
