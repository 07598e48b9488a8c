package com.openagents.sync.query.event;

import com.openagents.sync.api.audit.ActorKind;
import org.jspecify.annotations.Nullable;

/** Who and what is behind a stored event; null where its metadata can't be read. */
public record Provenance(
  @Nullable String actor,
  @Nullable ActorKind actorKind,
  @Nullable String mutationId,
  @Nullable String correlationId,
  @Nullable String causationId
) {
  public static final Provenance UNKNOWN = new Provenance(null, null, null, null, null);
}
