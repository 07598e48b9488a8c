/** Refusals as problem details (RFC 9457), in one form everywhere. */
@NullMarked
package com.openagents.sync.platform.problem;

import org.jspecify.annotations.NullMarked;
