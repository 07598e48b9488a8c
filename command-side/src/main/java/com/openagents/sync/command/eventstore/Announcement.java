package com.openagents.sync.command.eventstore;

import com.openagents.sync.platform.handover.AppendedEvents;
import com.openagents.sync.platform.handover.Commit;
import com.openagents.sync.platform.handover.Handover;
import com.openagents.sync.platform.signal.Signals;
import com.openagents.sync.platform.signal.Signals.Topic;
import org.jspecify.annotations.Nullable;

/**
 * Tells of one transaction's events: whoever projects in this process while they are being committed, everybody by a
 * signal after it. Also of what came to nothing, so that each handover is followed by its signal.
 */
final class Announcement implements AutoCloseable {

  private final Handover<AppendedEvents> handover;
  private final Signals signals;
  private final Commit commit = new Commit();
  private @Nullable Group erasing;
  private boolean isHandedOver;

  Announcement(Handover<AppendedEvents> handover, Signals signals) {
    this.handover = handover;
    this.signals = signals;
  }

  /** The group is about to be committed. */
  void begins(Group group) {
    if (group.erased().isEmpty()) {
      handOver(group);
    }
  }

  /** The group is durable. */
  void committed(Group group) {
    commit.done();
    if (!group.erased().isEmpty()) {
      erasing = group;
    }
  }

  @Override
  public void close() {
    commit.failed();
    if (erasing != null) {
      // Nobody may project it with keys in memory that are destroyed.
      signals.raise(Topic.KEYS_DESTROYED);
      handOver(erasing);
    }
    if (isHandedOver) {
      signals.raise(Topic.EVENTS_APPENDED);
    }
  }

  private void handOver(Group group) {
    if (group.events().isEmpty()) {
      return;
    }
    isHandedOver = true;
    if (handover.isWanted()) {
      handover.offer(AppendedEvents.of(group.chained(), commit));
    }
  }
}
