/** Reading the log of sync events. */
@NullMarked
package com.openagents.sync.platform.synclog;

import org.jspecify.annotations.NullMarked;
