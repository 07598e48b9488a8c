/** The whole engine from outside: packaged programs as real processes, spoken to over HTTP and WebSocket. */
@NullMarked
package com.openagents.sync.standalone.system;

import org.jspecify.annotations.NullMarked;
