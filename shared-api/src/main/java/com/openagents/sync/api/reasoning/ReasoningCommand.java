package com.openagents.sync.api.reasoning;

import com.openagents.sync.api.Command;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

public sealed interface ReasoningCommand extends Command {
  /** @param observation null while the action still runs; {@link ObserveStep} brings it */
  record RecordStep(
    UUID id,
    UUID agentId,
    String thought,
    String action,
    @Nullable String observation
  ) implements ReasoningCommand {}

  /** What came of the step's action. A step is observed once. */
  record ObserveStep(UUID id, String observation) implements ReasoningCommand {}
}
