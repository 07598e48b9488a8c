package com.openagents.sync.query.sync.projector;

import com.openagents.sync.query.sync.projector.ProjectorState.Following;
import com.openagents.sync.query.sync.projector.ProjectorState.Halted;
import com.openagents.sync.query.sync.projector.ProjectorState.Idle;
import com.openagents.sync.query.sync.projector.ProjectorState.StandingBy;
import com.openagents.sync.query.sync.projector.ProjectorState.Waiting;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Shows the projector under {@code /actuator/health/projector}. */
@Component("projectorHealthIndicator")
class ProjectorHealthIndicator implements HealthIndicator {

  private final Projector projector;

  ProjectorHealthIndicator(Projector projector) {
    this.projector = projector;
  }

  @Override
  public Health health() {
    return switch (projector.state()) {
      case Idle _ -> Health.unknown().withDetail("state", "idle").build();
      case StandingBy _ -> Health.up().withDetail("state", "standing by").build();
      case Following _ -> Health.up().withDetail("state", "following").build();
      case Waiting waiting -> down("waiting", waiting.reason());
      case Halted halted -> down("halted", halted.reason());
    };
  }

  private static Health down(String state, String reason) {
    return Health.down().withDetail("state", state).withDetail("reason", reason).build();
  }
}
