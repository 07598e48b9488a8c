package com.openagents.sync.api.codechange;

import com.openagents.sync.api.PersonalText;
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
  @PersonalText String title,
  @PersonalText String baseRevision,
  @PersonalText String diff,
  @PersonalText List<ChangedFile> files,
  String author,
  CodeChangeStatus status,
  @PersonalText @Nullable String reason,
  Instant createdAt,
  Instant updatedAt
) implements Row {}
