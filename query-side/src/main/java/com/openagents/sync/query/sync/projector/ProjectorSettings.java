package com.openagents.sync.query.sync.projector;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How the projector runs.
 *
 * @param enabled false on a node that only answers reads
 * @param batchEventsMax domain events per transaction
 * @param batchSizeMax of their payloads; a batch ends with the event that reaches it
 * @param erasureRowsMax rows that one transaction of an erasure looks through
 * @param pollEvery how long a lost wake-up can go unnoticed
 * @param leaseFor without a renewal for so long another node takes over; renewed three times within it
 * @param standbyLooksEvery how often a node that stands by looks whether the lease is free
 * @param pausedAtMost a holder that pauses in the middle of a transaction is cut off by the database after so long;
 *     it waits half of it for the commit of what it projects
 * @param batchWithin a transaction that takes longer is cut off by the database; the next try has fewer events
 * @param retryAfterMax the longest pause between two tries while the database or the event store is away
 */
@ConfigurationProperties("agentsync.projector")
record ProjectorSettings(
  @DefaultValue("true") boolean enabled,
  @DefaultValue("500") int batchEventsMax,
  @DefaultValue("8MB") DataSize batchSizeMax,
  @DefaultValue("2000") int erasureRowsMax,
  @DefaultValue("1s") Duration pollEvery,
  @DefaultValue("1200ms") Duration leaseFor,
  @DefaultValue("200ms") Duration standbyLooksEvery,
  @DefaultValue("800ms") Duration pausedAtMost,
  @DefaultValue("5s") Duration batchWithin,
  @DefaultValue("2s") Duration retryAfterMax
) {}
