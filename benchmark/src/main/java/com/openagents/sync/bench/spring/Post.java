package com.openagents.sync.bench.spring;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** The command. */
record Post(@TargetAggregateIdentifier String id, String agentId, String content) {}
