package com.openagents.sync.bench.contender;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * @param root the checkout
 * @param work where data and logs of contenders go
 */
public record Surroundings(Path root, Path work) {
  Path log(String name) {
    return work.resolve("logs").resolve(name + ".log");
  }

  /** What a program says, in one line. */
  String output(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }
}
