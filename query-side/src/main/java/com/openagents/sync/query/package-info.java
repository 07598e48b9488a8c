/** The read side: projects domain events to read tables and the sync log, and answers bootstrap and delta. */
@NullMarked
package com.openagents.sync.query;

import org.jspecify.annotations.NullMarked;
