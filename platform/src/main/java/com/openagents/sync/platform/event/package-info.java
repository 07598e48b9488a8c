/** Domain events as stored bytes. */
@NullMarked
package com.openagents.sync.platform.event;

import org.jspecify.annotations.NullMarked;
