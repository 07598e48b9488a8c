package com.openagents.sync.api.erasure;

import com.openagents.sync.api.Command;
import java.util.UUID;

public sealed interface ErasureCommand extends Command {
  record EraseSubject(UUID id, UUID orgId, String subject) implements ErasureCommand {}
}
