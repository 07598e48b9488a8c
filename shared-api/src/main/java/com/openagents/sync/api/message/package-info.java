/** Messages: the chat turns of one agent. */
@NullMarked
package com.openagents.sync.api.message;

import org.jspecify.annotations.NullMarked;
