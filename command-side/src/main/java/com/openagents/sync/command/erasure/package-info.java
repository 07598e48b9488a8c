/** Erasing what a subject wrote. */
@NullMarked
package com.openagents.sync.command.erasure;

import org.jspecify.annotations.NullMarked;
