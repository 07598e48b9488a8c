package com.openagents.sync.gateway;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** What an operator wants to see of this part. */
@Component
class GatewayMetrics implements MeterBinder {

  private final SyncSockets sockets;
  private final Tail tail;

  GatewayMetrics(SyncSockets sockets, Tail tail) {
    this.sockets = sockets;
    this.tail = tail;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("agentsync.gateway.sockets", sockets, SyncSockets::count).register(registry);
    Gauge.builder("agentsync.gateway.subscriptions", sockets, SyncSockets::subscriptionCount).register(
      registry
    );
    Gauge.builder("agentsync.gateway.queued", sockets, SyncSockets::queuedBytes)
      .baseUnit("bytes")
      .register(registry);
    Gauge.builder("agentsync.gateway.tail.lag", tail, Tail::lagEvents).baseUnit("events").register(registry);
  }
}
