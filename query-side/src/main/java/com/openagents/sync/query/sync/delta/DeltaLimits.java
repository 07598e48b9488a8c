package com.openagents.sync.query.sync.delta;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Delta's limits.
 *
 * @param eventsDefault per answer, when the call does not say
 * @param eventsMax per answer
 * @param sizeMax of an answer's events; it ends with the event that reaches it
 */
@ConfigurationProperties("agentsync.delta")
record DeltaLimits(
  @DefaultValue("500") int eventsDefault,
  @DefaultValue("1000") int eventsMax,
  @DefaultValue("8MB") DataSize sizeMax
) {}
