package com.openagents.sync.command.eventstore;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param groupAppendsMax how many mutations one transaction stores at most
 * @param groupBytesMax how large what it stores may become, give or take one mutation
 * @param queuedAppendsMax how many may wait before further ones are refused as {@code overloaded}
 */
@ConfigurationProperties("agentsync.event-store")
record EventStoreLimits(
  @DefaultValue("512") int groupAppendsMax,
  @DefaultValue("16777216") int groupBytesMax,
  @DefaultValue("10000") int queuedAppendsMax
) {}
