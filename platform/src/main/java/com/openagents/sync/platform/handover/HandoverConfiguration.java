package com.openagents.sync.platform.handover;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class HandoverConfiguration {

  private static final long BYTES_MAX = 16 << 20;

  /** From the event store to the projector. */
  @Bean
  Handover<AppendedEvents> appendedEvents() {
    return new Handover<>(BYTES_MAX);
  }

  /** From the projector to whoever waits for projections. */
  @Bean
  Handover<ProjectedEvents> projectedEvents() {
    return new Handover<>(BYTES_MAX);
  }
}
