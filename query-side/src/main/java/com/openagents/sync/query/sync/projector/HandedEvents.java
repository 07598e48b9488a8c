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
import org.springframework.stereotype.Component;

/** What this process appends, so that it need not be read from the event store, nor be waited for. */
@Component
class HandedEvents {

  private final Inbox<AppendedEvents> inbox;
  private final ProjectorSettings settings;
  private long announced; // the highest index that was handed over, be it stored or not

  HandedEvents(Handover<AppendedEvents> handover, Signals signals, ProjectorSettings settings) {
    this.inbox = handover.inbox(signals, Topic.EVENTS_APPENDED);
    this.settings = settings;
  }

  /** @param wake for each group, which comes before its signal */
  void listen(Runnable wake) {
    inbox.listen(wake);
  }

  /**
   * The events after a position, as far as whole groups fit, of which the last may not be committed yet; none after a
   * signal of what was taken up before it; empty if the event store has to be asked.
   */
  Optional<News> after(long position, int eventsMax) {
    if (inbox.hasHeardOfOthers()) {
      return Optional.empty();
    }
    List<StoredEvent> events = new ArrayList<>();
    long bytes = 0;
    long lastIndex = position;
    Commit commit = Commit.made();
    for (AppendedEvents group : inbox.takeAll()) {
      // Behind what may come to nothing nothing follows.
      boolean follows = commit.isDone() && group.firstIndex() == position + events.size() + 1;
      boolean fits =
        events.size() + group.events().size() <= eventsMax &&
        bytes + group.bytes() <= settings.batchSizeMax().toBytes();
      if (follows && fits) {
        group.events().stream().map(StoredEvent::of).forEach(events::add);
        bytes += group.bytes();
        commit = group.commit();
      }
      // Also of one that is left, and will be read.
      lastIndex = Math.max(lastIndex, group.lastIndex());
    }
    announced = Math.max(announced, lastIndex);
    return events.isEmpty() && announced > position
      ? Optional.empty()
      : Optional.of(new News(lastIndex, events, commit));
  }

  /** Whoever begins anew trusts the event store alone. */
  void forget() {
    inbox.clear();
  }
}
