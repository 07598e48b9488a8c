package com.openagents.sync.api.org;

import com.openagents.sync.api.Row;
import java.time.Instant;
import java.util.UUID;

public record OrgRow(
  UUID id,
  String name,
  String createdBy,
  Instant createdAt,
  Instant updatedAt
) implements Row {
  @Override
  public UUID orgId() {
    return id;
  }
}
