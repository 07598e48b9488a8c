/** The state of a scope, as a stream from one snapshot. */
@NullMarked
package com.openagents.sync.query.sync.bootstrap;

import org.jspecify.annotations.NullMarked;
