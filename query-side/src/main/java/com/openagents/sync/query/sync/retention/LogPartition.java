package com.openagents.sync.query.sync.retention;

/**
 * A partition of the sync log.
 *
 * @param table with its schema, quoted where it must be
 * @param from its first id
 * @param until the id behind its last one
 * @param detaching left half detached
 */
record LogPartition(String table, long from, long until, boolean detaching) {}
