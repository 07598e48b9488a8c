/** Posting, editing and deleting messages. */
@NullMarked
package com.openagents.sync.command.message;

import org.jspecify.annotations.NullMarked;
