package com.openagents.sync.bench.spring;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.UUID;

record NewMessage(@JsonProperty("agent_id") UUID agentId, String content) {}
