package com.openagents.sync.command.mutation;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param textCharactersMax of one text in a request
 * @param requestBytesMax of a whole request body
 */
@ConfigurationProperties("agentsync.limits")
record TextLimits(
  @DefaultValue("500000") int textCharactersMax,
  @DefaultValue("4194304") int requestBytesMax
) {}
