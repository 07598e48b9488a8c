package com.openagents.sync.gateway;

import com.openagents.sync.gateway.Outbound.Frame;
import com.openagents.sync.platform.synclog.LoggedEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** New events of one scope, made into one frame for all subscriptions with the same filter. */
final class ScopeBatch {

  private final String scope;
  private final List<LoggedEvent> events;
  private final long after;
  private final long through;
  private final ServerFrames frames;
  private final Map<ModelsFilter, Optional<Frame>> shared = new HashMap<>();

  /** @param events those of the scope in (after, through] */
  ScopeBatch(String scope, List<LoggedEvent> events, long after, long through, ServerFrames frames) {
    this.scope = scope;
    this.events = events;
    this.after = after;
    this.through = through;
    this.frames = frames;
  }

  long after() {
    return after;
  }

  long through() {
    return through;
  }

  /** The events after the cursor that the filter wants; empty if there are none. */
  Optional<Frame> frameFor(ModelsFilter models, long cursor) {
    return cursor <= after
      ? shared.computeIfAbsent(models, wanted -> frame(wanted, after))
      : frame(models, cursor);
  }

  private Optional<Frame> frame(ModelsFilter models, long cursor) {
    List<LoggedEvent> wanted = events
      .stream()
      .filter(event -> event.id() > cursor && models.wants(event))
      .toList();
    return wanted.isEmpty() ? Optional.empty() : Optional.of(frames.delta(scope, wanted, through));
  }
}
