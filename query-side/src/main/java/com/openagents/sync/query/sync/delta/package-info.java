/** What happened in a scope since a cursor. */
@NullMarked
package com.openagents.sync.query.sync.delta;

import org.jspecify.annotations.NullMarked;
