/** How code changes are seen. */
@NullMarked
package com.openagents.sync.query.codechange;

import org.jspecify.annotations.NullMarked;
