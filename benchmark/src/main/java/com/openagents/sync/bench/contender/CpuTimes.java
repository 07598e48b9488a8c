package com.openagents.sync.bench.contender;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Processor time of a server and of its database so far. */
public record CpuTimes(Duration server, Duration database) {
  private static final int TICKS_PER_SECOND = 100;
  private static final int UTIME = 11;
  private static final int STIME = 12;
  private static final int CUTIME = 13;
  private static final int CSTIME = 14;

  static CpuTimes of(ProcessHandle server, Optional<ProcessHandle> database) throws IOException {
    return new CpuTimes(ofAll(server), database.isPresent() ? ofAll(database.get()) : Duration.ZERO);
  }

  public CpuTimes minus(CpuTimes earlier) {
    return new CpuTimes(server.minus(earlier.server), database.minus(earlier.database));
  }

  /** With those of its children, also of those that ended. */
  private static Duration ofAll(ProcessHandle process) throws IOException {
    long ticks = 0;
    for (ProcessHandle one : Stream.concat(Stream.of(process), process.descendants()).toList()) {
      ticks += ticks(one.pid());
    }
    return Duration.ofSeconds(1).multipliedBy(ticks).dividedBy(TICKS_PER_SECOND);
  }

  private static long ticks(long processId) throws IOException {
    try {
      String line = Files.readString(Path.of("/proc", Long.toString(processId), "stat"));
      List<String> fields = List.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
      return Stream.of(UTIME, STIME, CUTIME, CSTIME)
        .mapToLong(index -> Long.parseLong(fields.get(index)))
        .sum();
    } catch (NoSuchFileException endedOrNotShown) {
      return 0;
    }
  }
}
