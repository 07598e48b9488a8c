package com.openagents.sync.command.eventstore;

import com.openagents.sync.platform.handover.AppendedEvents;
import com.openagents.sync.platform.handover.Commit;
import com.openagents.sync.platform.handover.Handover;
import com.openagents.sync.platform.signal.Signals;
import com.openagents.sync.platform.signal.Signals.Topic;
import org.jspecify.annotations.Nullable;

/**
 * Tells of one transaction's events: whoever projects in this process, while they are being committed if they are few,
 * and everybody by a signal after it. The signal comes also if the commit failed, so that each handover has one.
 */
final class Announcement implements AutoCloseable {

  /** Where more meet in a transaction, there is no processor left that could do something meanwhile. */
  private static final int EARLY_APPENDS_MAX = 8;

  private final Handover<AppendedEvents> handover;
  private final Signals signals;
  private final Commit commit = new Commit();
  private @Nullable Group begun;
  private boolean hasRepeats;

  Announcement(Handover<AppendedEvents> handover, Signals signals) {
    this.handover = handover;
    this.signals = signals;
  }

  /** Some of it was stored before, perhaps by a try whose end nobody knew and of which a signal came too early. */
  void repeats() {
    hasRepeats = true;
  }

  /** The group is about to be committed. */
  void begins(Group group) {
    begun = group;
    if (isEarly(group)) {
      handOver(group);
    }
  }

  /** It is durable. */
  void committed() {
    commit.done();
  }

  @Override
  public void close() {
    commit.failed();
    Group group = begun;
    try {
      if (group != null && erases(group)) {
        // Nobody may project it with keys in memory that are destroyed.
        signals.raise(Topic.KEYS_DESTROYED);
      }
      if (group != null && !isEarly(group) && commit.isDone()) {
        handOver(group);
      }
    } finally {
      if (hasRepeats || (group != null && !group.events().isEmpty())) {
        signals.raise(Topic.EVENTS_APPENDED);
      }
    }
  }

  private static boolean isEarly(Group group) {
    return !erases(group) && group.accepted().size() <= EARLY_APPENDS_MAX;
  }

  private static boolean erases(Group group) {
    return !group.erased().isEmpty();
  }

  private void handOver(Group group) {
    if (handover.isWanted() && !group.events().isEmpty()) {
      handover.offer(AppendedEvents.of(group.chained(), commit));
    }
  }
}
