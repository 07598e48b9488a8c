package com.openagents.sync.standalone.proof.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The table at the end: what happened, in words and numbers. */
final class Report {

  private final Map<String, String> lines = new LinkedHashMap<>();
  private final String title;

  Report(String title) {
    this.title = title;
  }

  void add(String what, long count) {
    add(what, String.format(Locale.ROOT, "%,d", count).replace(',', ' '));
  }

  void add(String what, Duration duration) {
    add(what, String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3));
  }

  void add(String what, String value) {
    lines.put(what, value);
  }

  void write(Path file) throws IOException {
    Files.writeString(file, toString());
  }

  @Override
  public String toString() {
    int widest = lines.keySet().stream().mapToInt(String::length).max().orElse(0);
    int widestValue = lines.values().stream().mapToInt(String::length).max().orElse(0);
    return lines
      .entrySet()
      .stream()
      .map(line -> ("%-" + widest + "s  %" + widestValue + "s").formatted(line.getKey(), line.getValue()))
      .collect(Collectors.joining("\n", title + "\n\n", "\n"));
  }
}
