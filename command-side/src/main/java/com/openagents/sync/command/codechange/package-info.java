/** Proposing code changes and deciding on them. */
@NullMarked
package com.openagents.sync.command.codechange;

import org.jspecify.annotations.NullMarked;
