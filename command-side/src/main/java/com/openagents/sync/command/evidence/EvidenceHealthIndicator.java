package com.openagents.sync.command.evidence;

import java.time.Duration;
import java.time.Instant;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Shows under {@code /actuator/health/evidence} whether heads are signed and reach the outside. */
@Component("evidenceHealthIndicator")
class EvidenceHealthIndicator implements HealthIndicator {

  private final HeadKeeper keeper;
  private final SignedHeadTable table;

  EvidenceHealthIndicator(HeadKeeper keeper, SignedHeadTable table) {
    this.keeper = keeper;
    this.table = table;
  }

  @Override
  public Health health() {
    Health.Builder health = keeper.keyId().isPresent() ? Health.up() : Health.unknown();
    keeper.keyId().ifPresent(id -> health.withDetail("key", id));
    for (Round round : keeper.rounds()) {
      round
        .trouble()
        .ifPresent(trouble ->
          health.down().withDetail(round.name(), trouble.reason() + " (since " + trouble.since() + ")")
        );
    }
    long head = table.head().globalIndex();
    table
      .last()
      .ifPresent(last ->
        health
          .withDetail("signedUntil", last.globalIndex())
          .withDetail("signedSecondsAgo", Duration.between(last.signedAt(), Instant.now()).toSeconds())
      );
    return health.withDetail("lastEvent", head).withDetail("changeable", table.isChangeable()).build();
  }
}
