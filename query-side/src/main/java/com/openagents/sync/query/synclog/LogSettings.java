package com.openagents.sync.query.synclog;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param partitionIds ids per partition of the sync log; never change it once a log exists */
@ConfigurationProperties("agentsync.projector")
public record LogSettings(@DefaultValue("1000000") long partitionIds) {}
