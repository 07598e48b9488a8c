package com.openagents.sync.query.stream;

/** A row in the hands of whoever reads it, for as long as they are asked to take it. */
public interface StoredRow {
  /** As the wire has it. */
  void writeTo(JsonBytes json);
}
