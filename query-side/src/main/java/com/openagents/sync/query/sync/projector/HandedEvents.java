package com.openagents.sync.query.sync.projector;

import com.openagents.sync.platform.evidence.ChainedEvent;
import com.openagents.sync.platform.handover.AppendedEvents;
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

/** What this process has just appended, so that it need not be read from the event store. */
@Component
class HandedEvents {

  private final Inbox<AppendedEvents> inbox;
  private final ProjectorSettings settings;

  HandedEvents(Handover<AppendedEvents> handover, Signals signals, ProjectorSettings settings) {
    this.inbox = handover.inbox();
    this.settings = settings;
    signals.listen(Topic.EVENTS_APPENDED, inbox::heard);
  }

  /** The events after a position, whole groups of them; empty if the event store has to be asked. */
  Optional<News> after(long position, int eventsMax) {
    if (inbox.hasHeardOfOthers()) {
      return Optional.empty();
    }
    Taking taking = new Taking(position, eventsMax);
    inbox.take(taking::take);
    return taking.events.isEmpty()
      ? Optional.empty()
      : Optional.of(new News(taking.lastIndex, taking.events));
  }

  /** Whoever begins anew trusts the event store alone. */
  void forget() {
    inbox.clear();
  }

  private final class Taking {

    private final List<StoredEvent> events = new ArrayList<>();
    private final int eventsMax;
    private long bytes;
    private long lastIndex; // of what is known to be there, also where it stays for the next batch

    private Taking(long position, int eventsMax) {
      this.lastIndex = position;
      this.eventsMax = eventsMax;
    }

    private boolean take(AppendedEvents group) {
      if (group.lastIndex() <= lastIndex) {
        return true;
      }
      boolean follows = group.firstIndex() <= lastIndex + 1;
      boolean fits =
        events.size() + group.events().size() <= eventsMax &&
        bytes + group.bytes() <= settings.batchSizeMax().toBytes();
      if (follows && fits) {
        add(group);
      }
      lastIndex = Math.max(lastIndex, group.lastIndex());
      return follows && fits;
    }

    private void add(AppendedEvents group) {
      for (ChainedEvent event : group.events()) {
        if (event.globalIndex() > lastIndex) {
          events.add(StoredEvent.of(event));
        }
      }
      bytes += group.bytes();
    }
  }
}
