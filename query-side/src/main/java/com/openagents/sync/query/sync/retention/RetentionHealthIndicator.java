package com.openagents.sync.query.sync.retention;

import com.openagents.sync.query.sync.retention.RetentionState.Failing;
import com.openagents.sync.query.sync.retention.RetentionState.Idle;
import com.openagents.sync.query.sync.retention.RetentionState.Keeping;
import com.openagents.sync.query.sync.retention.RetentionState.Waiting;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Shows retention under {@code /actuator/health/retention}. */
@Component("retentionHealthIndicator")
class RetentionHealthIndicator implements HealthIndicator {

  private final RetentionSchedule schedule;

  RetentionHealthIndicator(RetentionSchedule schedule) {
    this.schedule = schedule;
  }

  @Override
  public Health health() {
    return switch (schedule.state()) {
      case Idle _ -> Health.unknown().withDetail("state", "idle").build();
      case Keeping _ -> Health.up().withDetail("state", "keeping").build();
      case Waiting waiting -> Health.up()
        .withDetail("state", "waiting")
        .withDetail("reason", waiting.reason())
        .build();
      case Failing failing -> Health.down()
        .withDetail("state", "failing")
        .withDetail("reason", failing.reason())
        .build();
    };
  }
}
