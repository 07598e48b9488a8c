/** Recording and observing reasoning steps. */
@NullMarked
package com.openagents.sync.command.reasoning;

import org.jspecify.annotations.NullMarked;
