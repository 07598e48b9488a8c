package com.openagents.sync.api.codechange;

/** Where a code change stands: proposed → accepted | rejected; accepted → applied → reverted. On the wire in lower case. */
public enum CodeChangeStatus {
  PROPOSED,
  ACCEPTED,
  REJECTED,
  APPLIED,
  REVERTED,
}
