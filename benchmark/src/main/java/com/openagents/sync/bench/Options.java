package com.openagents.sync.bench;

import com.openagents.sync.bench.workload.Effort;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * @param only letters of workloads
 * @param contenders names; empty for all
 * @param runs of each trial
 * @param work where contenders keep their data meanwhile
 */
record Options(
  Effort effort,
  Set<String> only,
  Set<String> contenders,
  int runs,
  Path work,
  boolean writeDocs
) {
  static final String USAGE = """
  Usage: ./bench [--quick] [--only A,B] [--runs N] [--contenders NAME,…] [--work DIR] [--write-docs]
  """;
  private static final Set<String> ALL = Set.of("A", "B", "C", "D", "E", "F", "G", "H", "I");

  /** @throws IllegalArgumentException if they can't be understood */
  static Options parse(String... arguments) {
    Effort effort = Effort.FULL;
    boolean writeDocs = false;
    Set<String> only = ALL;
    Set<String> contenders = Set.of();
    int runs = 0;
    Path work = Path.of("benchmark/target/work").toAbsolutePath();
    Iterator<String> words = Arrays.asList(arguments).iterator();
    while (words.hasNext()) {
      String word = words.next();
      switch (word) {
        case "--quick" -> effort = Effort.QUICK;
        case "--smoke" -> effort = Effort.SMOKE;
        case "--write-docs" -> writeDocs = true;
        case "--only" -> only = letters(value(word, words));
        case "--runs" -> runs = Integer.parseInt(value(word, words));
        case "--contenders" -> contenders = Set.of(value(word, words).split(","));
        case "--work" -> work = Path.of(value(word, words)).toAbsolutePath();
        default -> throw new IllegalArgumentException("There is no option " + word + ".");
      }
    }
    return new Options(effort, only, contenders, runs > 0 ? runs : effort.runs(), work, writeDocs);
  }

  private static String value(String option, Iterator<String> words) {
    try {
      return words.next();
    } catch (NoSuchElementException none) {
      throw new IllegalArgumentException(option + " needs a value.", none);
    }
  }

  private static Set<String> letters(String text) {
    Set<String> letters = Set.of(text.toUpperCase(Locale.ROOT).split(","));
    if (!ALL.containsAll(letters)) {
      throw new IllegalArgumentException("--only takes letters from A to I, separated by commas.");
    }
    return letters;
  }
}
