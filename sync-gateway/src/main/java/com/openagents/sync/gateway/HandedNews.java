package com.openagents.sync.gateway;

import com.openagents.sync.platform.handover.Handover;
import com.openagents.sync.platform.handover.Handover.Inbox;
import com.openagents.sync.platform.handover.ProjectedEvents;
import com.openagents.sync.platform.handover.ProjectedEvents.ProjectedEvent;
import com.openagents.sync.platform.signal.Signals;
import com.openagents.sync.platform.synclog.LogHead;
import com.openagents.sync.platform.synclog.LogNews;
import com.openagents.sync.platform.synclog.LoggedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What this process has just projected, so that it need not be read from the log. */
@Component
class HandedNews {

  private final Inbox<ProjectedEvents> inbox;
  private final GatewaySettings settings;

  HandedNews(Handover<ProjectedEvents> handover, Signals signals, GatewaySettings settings) {
    this.inbox = handover.inbox(signals, Signals.Topic.EVENTS_PROJECTED);
    this.settings = settings;
  }

  /** Whoever begins anew trusts the log alone. */
  void forget() {
    inbox.clear();
  }

  /** What follows where the tail stands; empty if the log has to be asked. */
  Optional<LogNews> after(Standing standing) {
    if (inbox.hasHeardOfOthers()) {
      return Optional.empty();
    }
    List<LoggedEvent> events = new ArrayList<>();
    @Nullable
    LogHead head = null;
    long position = standing.position();
    for (ProjectedEvents batch : inbox.takeAll()) {
      if (batch.after() == position && isAsKnown(batch.head(), standing)) {
        batch.events().stream().map(ProjectedEvent::logged).forEach(events::add);
        head = batch.head();
        position = head.lastId();
      } else if (batch.head().lastId() > position) {
        return Optional.empty();
      }
    }
    return head == null
      ? Optional.empty()
      : Optional.of(new LogNews(head, events.subList(0, Math.min(events.size(), settings.pageEventsMax()))));
  }

  private static boolean isAsKnown(LogHead head, Standing standing) {
    return head.epoch().equals(standing.epoch()) && head.redactions() == standing.redactions();
  }
}
