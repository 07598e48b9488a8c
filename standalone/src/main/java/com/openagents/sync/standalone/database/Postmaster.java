package com.openagents.sync.standalone.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a running PostgreSQL wrote about itself into its data directory; a killed one leaves it behind.
 *
 * @param processId may belong to somebody else by now
 * @param startedAt to the second
 */
record Postmaster(long processId, Instant startedAt, Path dataDirectory) {
  /** What the process behind the file is. */
  enum Identity {
    /** No such process: PostgreSQL itself deals with the file. */
    GONE,
    /** The PostgreSQL of this directory, whose JVM is gone. */
    OURS,
    /** Another program that got the number of a dead PostgreSQL. */
    STRANGER,
    /** Some PostgreSQL, and it can't be told of which directory. */
    UNCLEAR,
  }

  private static final String FILE = "postmaster.pid";
  private static final int START_TIME_LINE = 2;
  private static final Duration CLOCKS_DIFFER_AT_MOST = Duration.ofSeconds(5);

  static Optional<Postmaster> of(Path dataDirectory) throws IOException {
    try {
      List<String> lines = Files.readAllLines(dataDirectory.resolve(FILE));
      return lines.size() <= START_TIME_LINE
        ? Optional.empty()
        : Optional.of(
            new Postmaster(
              Math.abs(Long.parseLong(lines.getFirst().strip())),
              Instant.ofEpochSecond(Long.parseLong(lines.get(START_TIME_LINE).strip())),
              dataDirectory
            )
          );
    } catch (NoSuchFileException | NumberFormatException nothingToRead) {
      return Optional.empty();
    }
  }

  Identity identity() {
    Optional<ProcessHandle.Info> process = ProcessHandle.of(processId)
      .filter(ProcessHandle::isAlive)
      .map(ProcessHandle::info);
    if (process.isEmpty() || process.get().command().isEmpty()) {
      // Without a command it is another user's process, which PostgreSQL ignores as well.
      return Identity.GONE;
    }
    ProcessHandle.Info info = process.get();
    if (!Path.of(info.command().orElseThrow()).endsWith("postgres")) {
      return Identity.STRANGER;
    }
    return workingDirectory()
      .map(directory -> directory.equals(dataDirectory) ? Identity.OURS : Identity.STRANGER)
      .orElseGet(() -> servesThis(info) || startedThen(info) ? Identity.OURS : Identity.UNCLEAR);
  }

  /** PostgreSQL works in its data directory, wherever that was moved since. Only Linux shows it. */
  private Optional<Path> workingDirectory() {
    try {
      return Optional.of(Path.of("/proc", Long.toString(processId), "cwd").toRealPath());
    } catch (IOException notShown) {
      return Optional.empty();
    }
  }

  private boolean servesThis(ProcessHandle.Info info) {
    return info.arguments().stream().flatMap(Arrays::stream).anyMatch(dataDirectory.toString()::equals);
  }

  private boolean startedThen(ProcessHandle.Info info) {
    return info
      .startInstant()
      .map(start -> Duration.between(start, startedAt).abs().compareTo(CLOCKS_DIFFER_AT_MOST) < 0)
      .orElse(false);
  }

  void forget() throws IOException {
    Files.deleteIfExists(dataDirectory.resolve(FILE));
  }
}
