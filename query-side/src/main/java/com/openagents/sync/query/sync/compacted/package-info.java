/** The latest state of what changed in a scope since a cursor: the rung between delta and bootstrap. */
@NullMarked
package com.openagents.sync.query.sync.compacted;

import org.jspecify.annotations.NullMarked;
