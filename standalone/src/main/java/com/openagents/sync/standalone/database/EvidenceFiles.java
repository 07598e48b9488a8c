package com.openagents.sync.standalone.database;

import java.nio.file.Path;

/** What testifies about the database, outside of it. */
public record EvidenceFiles(Path folder) {
  public Path signingKey() {
    return folder.resolve("signing-key.pem");
  }

  public Path publicKeys() {
    return folder.resolve("public-keys.pem");
  }

  public Path heads() {
    return folder.resolve("signed-heads.jsonl");
  }
}
