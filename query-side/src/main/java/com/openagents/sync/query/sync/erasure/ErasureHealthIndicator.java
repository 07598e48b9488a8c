package com.openagents.sync.query.sync.erasure;

import com.openagents.sync.query.sync.erasure.ErasureState.Done;
import com.openagents.sync.query.sync.erasure.ErasureState.Failing;
import com.openagents.sync.query.sync.erasure.ErasureState.Waiting;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Shows erasing under {@code /actuator/health/erasure}. */
@Component("erasureHealthIndicator")
class ErasureHealthIndicator implements HealthIndicator {

  private final ErasureSchedule schedule;

  ErasureHealthIndicator(ErasureSchedule schedule) {
    this.schedule = schedule;
  }

  @Override
  public Health health() {
    return switch (schedule.state()) {
      case Done _ -> Health.up().withDetail("state", "done").build();
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
