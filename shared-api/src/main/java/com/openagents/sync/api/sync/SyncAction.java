package com.openagents.sync.api.sync;

/** What happened to a row. On the wire in lower case. */
public enum SyncAction {
  INSERT,
  UPDATE,
  DELETE,
}
