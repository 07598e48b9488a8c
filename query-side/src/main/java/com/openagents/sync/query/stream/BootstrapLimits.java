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
 * @param rowsPerFetch rows of one query that are in memory at first; then as many as bytesPerFetch takes
 * @param bytesPerFetch of rows that one fetch aims at; one row may be larger
 * @param sharedBytesMax of a compressed answer that is made in memory, so that those who ask at once share it; a larger
 *     one is streamed to each
 * @param keptBytesMax of such answers that are kept for a while, for who asks again before anything changed
 */
@ConfigurationProperties("agentsync.bootstrap")
public record BootstrapLimits(
  @DefaultValue("8") int streamsAtOnceMax,
  @DefaultValue("5s") Duration waitForStreamMax,
  @DefaultValue("60s") Duration streamWithin,
  @DefaultValue("100") int rowsPerFetch,
  @DefaultValue("262144") int bytesPerFetch,
  @DefaultValue("8388608") int sharedBytesMax,
  @DefaultValue("33554432") int keptBytesMax
) {}
