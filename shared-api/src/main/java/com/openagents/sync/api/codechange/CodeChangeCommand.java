package com.openagents.sync.api.codechange;

import com.openagents.sync.api.Command;
import java.util.UUID;

public sealed interface CodeChangeCommand extends Command {
  record ProposeChange(
    UUID id,
    UUID agentId,
    String title,
    String baseRevision,
    String diff
  ) implements CodeChangeCommand {}

  record AcceptChange(UUID id) implements CodeChangeCommand {}

  record RejectChange(UUID id, String reason) implements CodeChangeCommand {}

  record ApplyChange(UUID id) implements CodeChangeCommand {}

  record RevertChange(UUID id, String reason) implements CodeChangeCommand {}
}
