package com.openagents.sync.query.sync.projector;

import com.openagents.sync.platform.handover.AppendedEvents;
import com.openagents.sync.platform.handover.Commit;
import com.openagents.sync.platform.handover.Handover;
import com.openagents.sync.platform.handover.Handover.Inbox;
import com.openagents.sync.platform.signal.Signals;
import com.openagents.sync.platform.signal.Signals.Topic;
import com.openagents.sync.query.event.StoredEvent;
import com.openagents.sync.query.event.StoredEvents.News;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What this process appends, so that it need not be read from the event store, nor be waited for. */
@Component
class HandedEvents {

  private final Inbox<AppendedEvents> inbox;
  private final ProjectorSettings settings;
  private @Nullable AppendedEvents left; // the next group, whose commit is waited for by whoever needs it
  private long known; // the highest index that was handed over or seen in the store, whatever became of it

  HandedEvents(Handover<AppendedEvents> handover, Signals signals, ProjectorSettings settings) {
    this.inbox = handover.inbox(signals, Topic.EVENTS_APPENDED);
    this.settings = settings;
  }

  /** @param wake for each group, which comes before its signal */
  void wakeBy(Runnable wake) {
    inbox.onBatch(wake);
  }

  /**
   * The events after a position, as far as whole groups fit; those of a group that is not committed yet come alone.
   * Empty if the event store has to be asked.
   */
  Optional<News> after(long position, int eventsMax) {
    if (inbox.hasHeardOfOthers()) {
      return Optional.empty();
    }
    List<StoredEvent> events = new ArrayList<>();
    Commit commit = Commit.made();
    long bytes = 0;
    for (AppendedEvents group : takeUp()) {
      boolean isNext = group.firstIndex() == position + events.size() + 1;
      boolean fits =
        events.size() + group.events().size() <= eventsMax &&
        bytes + group.bytes() <= settings.batchSizeMax().toBytes();
      boolean isCertain = group.commit().isDone();
      if (isNext && fits && commit.isDone() && (isCertain || events.isEmpty())) {
        group.events().stream().map(StoredEvent::of).forEach(events::add);
        bytes += group.bytes();
        commit = group.commit();
      } else if (isNext && !isCertain) {
        left = group;
      }
    }
    boolean mustAsk = events.isEmpty() && left == null && known > position;
    return mustAsk ? Optional.empty() : Optional.of(new News(lastIndex(position, events), events, commit));
  }

  /** As far as there is something to do now. */
  private long lastIndex(long position, List<StoredEvent> events) {
    return events.isEmpty() ? position : Math.max(known, events.getLast().index());
  }

  /** Nothing is known of the end of one that failed, so it is left to the event store. */
  private List<AppendedEvents> takeUp() {
    List<AppendedEvents> groups = new ArrayList<>();
    if (left != null) {
      groups.add(left);
      left = null;
    }
    for (AppendedEvents group : inbox.takeAll()) {
      seen(group.lastIndex());
      groups.add(group);
    }
    groups.removeIf(group -> group.commit().hasFailed());
    return groups;
  }

  /** Until the projector is there, something is left to be asked for. */
  void seen(long lastIndex) {
    known = Math.max(known, lastIndex);
  }

  /** Whoever begins anew trusts the event store alone. */
  void forget() {
    takeUp();
  }
}
