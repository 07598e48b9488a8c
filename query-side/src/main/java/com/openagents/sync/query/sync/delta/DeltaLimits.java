package com.openagents.sync.query.sync.delta;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Delta's limits.
 *
 * @param eventsDefault per answer, when the call does not say
 * @param eventsMax per answer
 */
@ConfigurationProperties("agentsync.delta")
record DeltaLimits(@DefaultValue("500") int eventsDefault, @DefaultValue("1000") int eventsMax) {}
