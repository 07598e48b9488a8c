package com.openagents.sync.query.sync.erasure;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param enabled false on a node that leaves it to others
 * @param lookEvery how long a lost wake-up can go unnoticed
 * @param retryAfter the pause while transactions that may still see something erased run, or a table is in use
 * @param redactIdsMax sync events that one statement looks through
 * @param lockWaitMax how long a rewrite waits for those who use the table, while later ones wait behind it
 * @param rewriteWithin of one table, which locks its readers and the projector out
 */
@ConfigurationProperties("agentsync.erasure")
record ErasureSettings(
  @DefaultValue("true") boolean enabled,
  @DefaultValue("1m") Duration lookEvery,
  @DefaultValue("1s") Duration retryAfter,
  @DefaultValue("10000") int redactIdsMax,
  @DefaultValue("2s") Duration lockWaitMax,
  @DefaultValue("1h") Duration rewriteWithin
) {}
