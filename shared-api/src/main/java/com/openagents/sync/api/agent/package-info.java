/** Agents: who thinks, acts and talks within an org. */
@NullMarked
package com.openagents.sync.api.agent;

import org.jspecify.annotations.NullMarked;
