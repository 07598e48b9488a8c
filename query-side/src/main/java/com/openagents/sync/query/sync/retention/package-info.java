/** How far back the sync log reaches: whole partitions go, what they changed stays known for longer. */
@NullMarked
package com.openagents.sync.query.sync.retention;

import org.jspecify.annotations.NullMarked;
