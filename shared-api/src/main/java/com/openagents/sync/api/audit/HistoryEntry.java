package com.openagents.sync.api.audit;

import com.openagents.sync.api.sync.SyncAction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One domain event in the history of a thing.
 *
 * @param index the event's global index
 * @param type the event's, such as {@code MessageEdited}
 * @param actor the person, agent or service behind it
 * @param actorKind which of them; left out for events from before it was stored
 * @param action what happened to the thing; left out if the event can't be read
 * @param changes of the thing, by column
 * @param also what the event did to other rows, such as the posting that comes with a balance
 * @param projected whether it shows in the models yet
 * @param unreadable why its changes can't be told
 */
public record HistoryEntry(
  long index,
  UUID eventId,
  String type,
  Instant time,
  @Nullable String actor,
  @Nullable ActorKind actorKind,
  @Nullable String mutationId,
  @Nullable String correlationId,
  @Nullable String causationId,
  @Nullable SyncAction action,
  Map<String, FieldChange> changes,
  List<RowAlteration> also,
  boolean projected,
  @Nullable String unreadable
) {}
