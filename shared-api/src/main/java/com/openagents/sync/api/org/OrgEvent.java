package com.openagents.sync.api.org;

import com.openagents.sync.api.DomainEvent;
import java.util.UUID;

public sealed interface OrgEvent extends DomainEvent {
  /** @param createdBy the principal's subject, who belongs to the org from now on */
  record OrgCreated(UUID id, String name, String createdBy) implements OrgEvent {
    @Override
    public UUID orgId() {
      return id;
    }
  }
}
