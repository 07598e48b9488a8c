/** Wakes whoever waits for something that was committed, in this process or another. */
@NullMarked
package com.openagents.sync.platform.signal;

import org.jspecify.annotations.NullMarked;
