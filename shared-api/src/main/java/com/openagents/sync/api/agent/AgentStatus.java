package com.openagents.sync.api.agent;

/** On the wire in lower case. */
public enum AgentStatus {
  ACTIVE,
  RETIRED,
}
