package com.openagents.sync.query.sync.projector;

import java.util.Set;
import java.util.UUID;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Down while an org waits behind an event that could not be projected: somebody must look. */
@Component("setAsideHealthIndicator")
class SetAsideHealth implements HealthIndicator {

  private final SetAsideEvents events;

  SetAsideHealth(SetAsideEvents events) {
    this.events = events;
  }

  @Override
  public Health health() {
    Set<UUID> orgs = events.orgs();
    return orgs.isEmpty() ? Health.up().build() : Health.down().withDetail("orgs", orgs).build();
  }
}
