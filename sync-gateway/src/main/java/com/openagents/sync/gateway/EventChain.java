package com.openagents.sync.gateway;

import com.openagents.sync.platform.synclog.LoggedEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Proves that the tail misses nothing: ids are dense, and each event names the one before it in its scope. The newest
 * id is remembered for a bounded number of scopes; for the rest it can't be past the newest one forgotten.
 */
final class EventChain {

  private final int knownScopesMax;
  private final Map<String, Long> newest = new LinkedHashMap<>(16, 0.75f, true);
  private long forgottenAtMost;
  private long position;

  /** @param position what is up to here is not checked */
  EventChain(int knownScopesMax, long position) {
    this.knownScopesMax = knownScopesMax;
    this.forgottenAtMost = position;
    this.position = position;
  }

  /** Takes the event as the next one, or says why it can't be. */
  Optional<String> flawOf(LoggedEvent event) {
    if (event.id() != position + 1) {
      return Optional.of("after event %d comes %d".formatted(position, event.id()));
    }
    Long known = newest.get(event.scope());
    boolean linked = known == null ? event.previousId() <= forgottenAtMost : event.previousId() == known;
    if (!linked) {
      return Optional.of(
        "event %d of %s follows %d, but %s is known".formatted(
          event.id(),
          event.scope(),
          event.previousId(),
          known == null ? "none after " + forgottenAtMost : known
        )
      );
    }
    remember(event);
    return Optional.empty();
  }

  private void remember(LoggedEvent event) {
    position = event.id();
    newest.put(event.scope(), event.id());
    if (newest.size() > knownScopesMax) {
      var oldest = newest.entrySet().iterator();
      forgottenAtMost = Math.max(forgottenAtMost, oldest.next().getValue());
      oldest.remove();
    }
  }
}
