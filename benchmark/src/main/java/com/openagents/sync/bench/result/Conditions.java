package com.openagents.sync.bench.result;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What it was measured on. */
public final class Conditions {

  private static final long MEBIBYTE = 1024 * 1024;

  private Conditions() {}

  public static Map<String, String> of(Path root) {
    Map<String, String> conditions = new LinkedHashMap<>();
    Runtime runtime = Runtime.getRuntime();
    conditions.put("date", Instant.now().truncatedTo(ChronoUnit.MINUTES).toString());
    conditions.put("commit", output(root, "git", "describe", "--always", "--dirty"));
    conditions.put("processors", runtime.availableProcessors() + " × " + line("/proc/cpuinfo", "model name"));
    conditions.put("memory", line("/proc/meminfo", "MemTotal"));
    conditions.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    conditions.put("load average before", first("/proc/loadavg"));
    conditions.put("JDK", Runtime.version().toString());
    conditions.put(
      "load client",
      "this JVM, heap of at most %d MiB".formatted(runtime.maxMemory() / MEBIBYTE)
    );
    conditions.put(
      "databases",
      "PostgreSQL as ./run starts it, a cluster for each server: fsync, synchronous_commit, full_page_writes on, else defaults"
    );
    return conditions;
  }

  private static String line(String file, String key) {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("");
    } catch (IOException notShown) {
      return "";
    }
  }

  private static String first(String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException notShown) {
      return "";
    }
  }

  private static String output(Path folder, String... command) {
    try {
      Process process = new ProcessBuilder(command).directory(folder.toFile()).start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException notInstalled) {
      return "";
    }
  }
}
