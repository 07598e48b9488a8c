/** Who calls, and which scopes they may see: the one seam that every endpoint and frame goes through. */
@NullMarked
package com.openagents.sync.platform.access;

import org.jspecify.annotations.NullMarked;
