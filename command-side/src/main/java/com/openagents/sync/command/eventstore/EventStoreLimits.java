package com.openagents.sync.command.eventstore;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param groupAppendsMax how many mutations one transaction stores at most
 * @param groupBytesMax how large what it stores may become, give or take one mutation
 * @param queuedAppendsMax how many may wait before further ones are refused as {@code overloaded}
 * @param aggregateWaitMax how long a command waits for others on the same aggregate before it is refused as {@code
 * conflict}
 * @param appendWaitMax how long a mutation waits to be durable before its caller is told that it is not, or may not be
 * @param headWaitMax how long a transaction waits for those of other nodes before its mutations are {@code unavailable}
 * @param transactionPauseMax how long a transaction may stand still before the database ends it, so that a node which
 * is paused or cut off holds up the others no longer
 * @param transactionTimeMax how long a transaction may take in all before the database ends it, and before its own node
 * cuts the connection: a database that is frozen must not freeze the node
 */
@ConfigurationProperties("agentsync.event-store")
record EventStoreLimits(
  @DefaultValue("512") int groupAppendsMax,
  @DefaultValue("16777216") int groupBytesMax,
  @DefaultValue("10000") int queuedAppendsMax,
  @DefaultValue("10s") Duration aggregateWaitMax,
  @DefaultValue("10s") Duration appendWaitMax,
  @DefaultValue("3s") Duration headWaitMax,
  @DefaultValue("1s") Duration transactionPauseMax,
  @DefaultValue("6s") Duration transactionTimeMax
) {}
