package com.openagents.sync.query.rebuild;

import com.openagents.sync.api.erasure.ErasureEvent.SubjectErased;
import com.openagents.sync.query.event.EventDecoder;
import com.openagents.sync.query.event.StoredEvent;
import com.openagents.sync.query.event.StoredEvents;
import com.openagents.sync.query.event.Unprojectable;
import com.openagents.sync.query.platform.Change.TextErased;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Erasures that happened before a run began: what they erased is never written. Their keys are destroyed, so most of it
 * can't be read anyway; what was stored before texts were sealed can.
 *
 * @param through index up to which erasures are known here
 */
record KnownErasures(long through, Map<Author, Long> newest) {
  private record Author(UUID orgId, String subject) {}

  private static final String ERASURES =
    "WHERE payload_type = '%s' AND global_index <= ? ORDER BY global_index".formatted(
      SubjectErased.class.getSimpleName()
    );

  /** @param held by org the first event that does not count, with all later ones of it */
  static KnownErasures read(StoredEvents store, EventDecoder decoder, long through, Map<UUID, Long> held) {
    Map<Author, Long> newest = new HashMap<>();
    store.each(
      event -> {
        Long heldFrom = held.get(event.orgId());
        if (heldFrom == null || heldFrom > event.index()) {
          note(newest, event, decoder);
        }
        return true;
      },
      ERASURES,
      through
    );
    return new KnownErasures(through, newest);
  }

  private static void note(Map<Author, Long> newest, StoredEvent event, EventDecoder decoder) {
    try {
      decoder
        .decode(event)
        .erasure()
        .ifPresent(erasure -> newest.put(author(erasure.erased()), event.index()));
    } catch (Unprojectable unreadable) {
      // Whoever replays comes to it and says so.
    }
  }

  private static Author author(TextErased erased) {
    return new Author(erased.orgId(), erased.subject());
  }

  boolean isKnown(long index) {
    return index <= through;
  }

  boolean isErased(UUID org, String subject, long index) {
    if (newest.isEmpty()) {
      return false;
    }
    Long erasedAt = newest.get(new Author(org, subject));
    return erasedAt != null && erasedAt > index;
  }
}
