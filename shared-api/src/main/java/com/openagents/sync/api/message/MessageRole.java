package com.openagents.sync.api.message;

/** Who speaks in a chat turn. On the wire in lower case. */
public enum MessageRole {
  USER,
  ASSISTANT,
  SYSTEM,
  TOOL,
}
