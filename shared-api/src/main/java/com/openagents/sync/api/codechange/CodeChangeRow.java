package com.openagents.sync.api.codechange;

import com.openagents.sync.api.Row;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * @param files what the diff does to each, in its order
 * @param author the principal who proposed it
 * @param reason why it was rejected or reverted
 */
public record CodeChangeRow(
  UUID id,
  UUID agentId,
  UUID orgId,
  String title,
  String baseRevision,
  String diff,
  List<ChangedFile> files,
  String author,
  CodeChangeStatus status,
  @Nullable String reason,
  Instant createdAt,
  Instant updatedAt
) implements Row {}
