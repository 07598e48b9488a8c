package com.openagents.sync.query.stream;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of bootstrap, and of the compacted delta, which is a smaller one. A stream holds a database connection and a
 * snapshot for as long as its reader takes.
 *
 * @param streamsAtOnceMax fewer than the pool has connections, so that slow readers don't stop everything else
 * @param waitForStreamMax how long a call waits for its turn before it is told to come again
 * @param streamWithin then a stream is broken off: a snapshot that stays open keeps the database from cleaning up
 * @param rowsPerFetch rows of one query that are in memory at once
 */
@ConfigurationProperties("agentsync.bootstrap")
record BootstrapLimits(
  @DefaultValue("8") int streamsAtOnceMax,
  @DefaultValue("5s") Duration waitForStreamMax,
  @DefaultValue("60s") Duration streamWithin,
  @DefaultValue("100") int rowsPerFetch
) {}
