/** Writes the sync log, under the lock of its head. */
@NullMarked
package com.openagents.sync.query.synclog;

import org.jspecify.annotations.NullMarked;
