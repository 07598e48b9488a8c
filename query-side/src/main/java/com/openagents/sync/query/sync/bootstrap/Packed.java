package com.openagents.sync.query.sync.bootstrap;

import com.openagents.sync.platform.synclog.LogHead;

/**
 * A whole answer, compressed.
 *
 * @param entityTag names the state that it shows
 * @param bytes shared by all who get it
 */
record Packed(String entityTag, LogHead head, BoundedBytes bytes) {}
