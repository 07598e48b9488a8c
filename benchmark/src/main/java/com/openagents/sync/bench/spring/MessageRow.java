package com.openagents.sync.bench.spring;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.UUID;

record MessageRow(
  UUID id,
  @JsonProperty("agent_id") UUID agentId,
  String role,
  String content,
  @JsonProperty("created_at") Instant createdAt
) {}
