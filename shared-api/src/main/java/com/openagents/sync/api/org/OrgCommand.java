package com.openagents.sync.api.org;

import com.openagents.sync.api.Command;
import java.util.UUID;

public sealed interface OrgCommand extends Command {
  /** Whoever creates an org belongs to it. */
  record CreateOrg(UUID id, String name) implements OrgCommand {}
}
