/** Erasing what somebody wrote. */
@NullMarked
package com.openagents.sync.api.erasure;

import org.jspecify.annotations.NullMarked;
