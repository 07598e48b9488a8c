/** What one part of the engine has just committed, or is committing, for another of the same process to take up at once. */
@NullMarked
package com.openagents.sync.platform.handover;

import org.jspecify.annotations.NullMarked;
