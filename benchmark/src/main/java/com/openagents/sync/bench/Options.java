package com.openagents.sync.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Set;

/**
 * @param only letters of workloads
 * @param contenders names; empty for all
 * @param runs of each trial
 */
record Options(
  boolean quick,
  Set<String> only,
  Set<String> contenders,
  int runs,
  Path root,
  Path work,
  boolean writeDocs
) {
  static final String USAGE = """
  Usage: ./bench [--quick] [--only A,B] [--runs N] [--contenders NAME,…] [--work DIR] [--write-docs]
  """;
  private static final Set<String> ALL = Set.of("A", "B", "C", "D", "E", "F", "G", "H", "I");
  private static final int RUNS = 5;
  private static final int RUNS_QUICK = 1;

  /** @throws IllegalArgumentException if they can't be understood */
  static Options parse(String... arguments) {
    boolean quick = false;
    boolean writeDocs = false;
    Set<String> only = ALL;
    Set<String> contenders = Set.of();
    int runs = 0;
    Path root = Path.of("").toAbsolutePath();
    Path work = root.resolve("benchmark/target/work");
    Iterator<String> words = Arrays.asList(arguments).iterator();
    while (words.hasNext()) {
      String word = words.next();
      switch (word) {
        case "--quick" -> quick = true;
        case "--write-docs" -> writeDocs = true;
        case "--only" -> only = Set.of(words.next().toUpperCase(java.util.Locale.ROOT).split(","));
        case "--contenders" -> contenders = Set.of(words.next().split(","));
        case "--runs" -> runs = Integer.parseInt(words.next());
        case "--work" -> work = Path.of(words.next()).toAbsolutePath();
        default -> throw new IllegalArgumentException("There is no option " + word + ".");
      }
    }
    if (!ALL.containsAll(only)) {
      throw new IllegalArgumentException("--only takes letters from A to I, separated by commas.");
    }
    return new Options(
      quick,
      only,
      contenders,
      runs > 0 ? runs : quick ? RUNS_QUICK : RUNS,
      root,
      work,
      writeDocs
    );
  }
}
