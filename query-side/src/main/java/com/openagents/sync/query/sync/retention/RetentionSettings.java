package com.openagents.sync.query.sync.retention;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How far back the sync log reaches. All nodes should agree: any of them may be the one that drops.
 *
 * @param enabled false on every node keeps everything for ever
 * @param keepFor partitions whose newest event is older are dropped; the one in use never is
 * @param compactedFor what changed stays known for this long
 * @param lookEvery how often a node looks whether there is something to drop
 * @param compactIdsMax sync events that one statement compacts
 * @param forgetRowsMax compacted changes that one statement forgets
 * @param lockWaitMax for any lock but that of readers. Less than the database's deadlock_timeout, so that if it ever came
 *     to one this side gives way
 * @param readersWaitMax for those who read a partition that goes; longer than their streams may take. Nothing is locked
 *     meanwhile
 */
@ConfigurationProperties("agentsync.retention")
record RetentionSettings(
  @DefaultValue("true") boolean enabled,
  @DefaultValue("30d") Duration keepFor,
  @DefaultValue("180d") Duration compactedFor,
  @DefaultValue("1m") Duration lookEvery,
  @DefaultValue("10000") int compactIdsMax,
  @DefaultValue("10000") int forgetRowsMax,
  @DefaultValue("500ms") Duration lockWaitMax,
  @DefaultValue("90s") Duration readersWaitMax
) {
  RetentionSettings {
    if (compactedFor.compareTo(keepFor) < 0) {
      throw new IllegalArgumentException(
        "agentsync.retention.compacted-for must not be shorter than keep-for: %s, %s".formatted(
          compactedFor,
          keepFor
        )
      );
    }
  }
}
