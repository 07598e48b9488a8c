package com.openagents.sync.bench;

import com.openagents.sync.bench.contender.Surroundings;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The engine as the build has just made it. */
final class BuiltEngine {

  static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private BuiltEngine() {}

  static Surroundings surroundings(Path work) throws IOException {
    try (
      DirectoryStream<Path> jars = Files.newDirectoryStream(ROOT.resolve("standalone/target"), "*-exec.jar")
    ) {
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      return new Surroundings(ROOT, work, List.of(java, "-jar", jars.iterator().next().toString()));
    }
  }
}
