/** Creating, renaming and retiring agents. */
@NullMarked
package com.openagents.sync.command.agent;

import org.jspecify.annotations.NullMarked;
