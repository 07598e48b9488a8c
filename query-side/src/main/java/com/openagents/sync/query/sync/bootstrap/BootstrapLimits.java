package com.openagents.sync.query.sync.bootstrap;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Bootstrap's limits. A stream holds a database connection for as long as its reader takes.
 *
 * @param streamsAtOnceMax fewer than the pool has connections, so that slow readers don't stop everything else
 * @param waitForStreamMax how long a call waits for its turn before it is told to come again
 * @param rowsPerFetch rows of one query that are in memory at once
 */
@ConfigurationProperties("agentsync.bootstrap")
record BootstrapLimits(
  @DefaultValue("8") int streamsAtOnceMax,
  @DefaultValue("5s") Duration waitForStreamMax,
  @DefaultValue("100") int rowsPerFetch
) {}
