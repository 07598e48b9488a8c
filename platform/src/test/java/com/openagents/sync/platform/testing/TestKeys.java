package com.openagents.sync.platform.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The keys of all apps in this JVM: to make some for each of them takes longer than the rest of its start. */
public final class TestKeys {

  public static final Path ISSUER = folder().resolve("issuer.jwk");
  public static final Path MASTER = ISSUER.resolveSibling("master.key");

  private TestKeys() {}

  /** For an app to start by. */
  public static List<String> settings() {
    return List.of(
      "agentsync.dev-issuer.key-file=" + ISSUER,
      "agentsync.subject-keys.master-key-file=" + MASTER
    );
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("test-keys");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
