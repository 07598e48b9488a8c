/** Rows of a scope as a stream from one snapshot: what bootstrap and the compacted delta have in common. */
@NullMarked
package com.openagents.sync.query.stream;

import org.jspecify.annotations.NullMarked;
