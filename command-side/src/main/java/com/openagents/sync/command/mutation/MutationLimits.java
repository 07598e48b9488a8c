package com.openagents.sync.command.mutation;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param textCharactersMax of one text in a request
 * @param requestBytesMax of a whole request body
 * @param projectionWaitMax how long an answer waits to be visible to bootstrap before it is 202 without a sync id
 */
@ConfigurationProperties("agentsync.mutation")
record MutationLimits(
  @DefaultValue("500000") int textCharactersMax,
  @DefaultValue("4194304") int requestBytesMax,
  @DefaultValue("5s") Duration projectionWaitMax
) {}
