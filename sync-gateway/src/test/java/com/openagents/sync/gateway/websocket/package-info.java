@NullMarked
package com.openagents.sync.gateway.websocket;

import org.jspecify.annotations.NullMarked;
