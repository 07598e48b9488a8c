package com.openagents.sync.query.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The master key of all test databases of this JVM. */
final class TestMasterKey {

  static final Path FILE = newFile();

  private TestMasterKey() {}

  private static Path newFile() {
    try {
      return Files.createTempDirectory("master-key").resolve("master.key");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
