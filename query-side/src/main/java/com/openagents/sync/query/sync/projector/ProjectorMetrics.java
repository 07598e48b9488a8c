package com.openagents.sync.query.sync.projector;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What an operator wants to see of the projector, whichever node runs it. */
@Component
class ProjectorMetrics implements MeterBinder {

  private static final String LAG =
    "SELECT head.last_index - log_head.position FROM event_store.head, sync.log_head";
  private static final String SET_ASIDE = "SELECT count(*) FROM sync.set_aside_events";

  private final JdbcTemplate jdbc;
  private final Projector projector;

  ProjectorMetrics(JdbcTemplate jdbc, Projector projector) {
    this.jdbc = jdbc;
    this.projector = projector;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("agentsync.projector.lag", () -> number(LAG))
      .baseUnit("events")
      .register(registry);
    Gauge.builder("agentsync.projector.set.aside", () -> number(SET_ASIDE))
      .baseUnit("events")
      .register(registry);
    Gauge.builder("agentsync.projector.leads", projector, node ->
      node.state() instanceof ProjectorState.Following ? 1 : 0
    ).register(registry);
  }

  private Number number(String sql) {
    Long number = jdbc.queryForObject(sql, Long.class);
    return number == null ? Double.NaN : number;
  }
}
