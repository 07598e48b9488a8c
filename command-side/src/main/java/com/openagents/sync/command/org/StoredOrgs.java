package com.openagents.sync.command.org;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.openagents.sync.api.org.OrgEvent.OrgCreated;
import com.openagents.sync.command.access.OrgAccess;
import com.openagents.sync.platform.access.ScopeOwner;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.stereotype.Component;

/** Whose an org is, from its first event. That never changes, so it is remembered. */
@Component
class StoredOrgs implements OrgAccess.Directory {

  private static final int REMEMBERED_ORGS_MAX = 10_000;

  private final EventStore events;
  private final Cache<UUID, ScopeOwner> owners = Caffeine.newBuilder()
    .maximumSize(REMEMBERED_ORGS_MAX)
    .build();

  StoredOrgs(EventStore events) {
    this.events = events;
  }

  @Override
  public Optional<ScopeOwner> ownerOf(UUID orgId) {
    ScopeOwner remembered = owners.getIfPresent(orgId);
    if (remembered != null) {
      return Optional.of(remembered);
    }
    Optional<ScopeOwner> owner = events
      .readEvents(orgId.toString())
      .asStream()
      .map(DomainEventMessage::getPayload)
      .filter(OrgCreated.class::isInstance)
      .map(OrgCreated.class::cast)
      .map(created -> new ScopeOwner(created.id(), created.createdBy()))
      .findFirst();
    owner.ifPresent(found -> owners.put(orgId, found));
    return owner;
  }
}
