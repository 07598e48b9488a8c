/** How reasoning steps are seen. */
@NullMarked
package com.openagents.sync.query.reasoning;

import org.jspecify.annotations.NullMarked;
