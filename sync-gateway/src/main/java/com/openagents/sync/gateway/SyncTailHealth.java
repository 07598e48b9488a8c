package com.openagents.sync.gateway;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Down while the log has a hole, out of service while it can't be read. */
@Component("syncTail")
class SyncTailHealth implements HealthIndicator {

  private final Tail tail;

  SyncTailHealth(Tail tail) {
    this.tail = tail;
  }

  @Override
  public Health health() {
    TailState state = tail.state();
    Health.Builder health = switch (state.kind()) {
      case FOLLOWING -> Health.up();
      case UNREACHABLE -> Health.outOfService().withDetail("reason", state.detail());
      case BROKEN -> Health.down().withDetail("reason", state.detail());
    };
    tail.standing().ifPresent(standing -> health.withDetail("position", standing.position()));
    return health.build();
  }
}
