package com.openagents.sync.query.sync.retention;

import com.openagents.sync.platform.synclog.LogHead;
import com.openagents.sync.platform.synclog.SyncLog;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToLongFunction;
import org.springframework.stereotype.Component;

/** What the log holds. Each reading asks the database. */
@Component
class LogMetrics implements MeterBinder {

  private final SyncLog syncLog;
  private final Retention retention;

  LogMetrics(SyncLog syncLog, Retention retention) {
    this.syncLog = syncLog;
    this.retention = retention;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(registry, "agentsync.log.last.id", LogHead::lastId);
    gauge(registry, "agentsync.log.first.id", LogHead::firstId);
    gauge(registry, "agentsync.log.first.compacted.id", LogHead::firstCompactedId);
    gauge(registry, "agentsync.log.kept", head -> head.lastId() - head.firstId() + 1);
    FunctionCounter.builder("agentsync.retention.dropped", retention, Retention::dropped)
      .baseUnit("partitions")
      .register(registry);
  }

  private void gauge(MeterRegistry registry, String name, ToLongFunction<LogHead> value) {
    Gauge.builder(name, syncLog, log -> value.applyAsLong(log.head())).register(registry);
  }
}
