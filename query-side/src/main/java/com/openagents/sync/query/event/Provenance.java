package com.openagents.sync.query.event;

import org.jspecify.annotations.Nullable;

/** Who and what is behind a stored event; null where its metadata can't be read. */
public record Provenance(
  @Nullable String actor,
  @Nullable String mutationId,
  @Nullable String correlationId,
  @Nullable String causationId
) {}
