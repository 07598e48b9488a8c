package com.openagents.sync.command.evidence;

import com.openagents.sync.platform.evidence.SignedHead;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** How old the last signed head is, and how many events it does not cover. */
@Component
class EvidenceMetrics implements MeterBinder {

  private static final double MILLISECONDS_PER_SECOND = 1_000;

  private final SignedHeadTable table;

  EvidenceMetrics(SignedHeadTable table) {
    this.table = table;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("agentsync.evidence.head.age", this::age).baseUnit("seconds").register(registry);
    Gauge.builder("agentsync.evidence.unsigned", this::unsigned).baseUnit("events").register(registry);
  }

  private Number age() {
    return table
      .last()
      .map(last -> Duration.between(last.signedAt(), Instant.now()).toMillis() / MILLISECONDS_PER_SECOND)
      .orElse(Double.NaN);
  }

  private Number unsigned() {
    return table.head().globalIndex() - table.last().map(SignedHead::globalIndex).orElse(0L);
  }
}
