/** Reasoning steps: an agent's thought, the action it led to and what was observed. */
@NullMarked
package com.openagents.sync.api.reasoning;

import org.jspecify.annotations.NullMarked;
