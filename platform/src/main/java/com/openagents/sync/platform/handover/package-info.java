/** What one part of the engine has just committed, for another part of the same process to take up at once. */
@NullMarked
package com.openagents.sync.platform.handover;

import org.jspecify.annotations.NullMarked;
