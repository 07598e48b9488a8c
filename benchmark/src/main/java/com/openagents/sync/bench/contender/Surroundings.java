package com.openagents.sync.bench.contender;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * @param root the checkout
 * @param work where data and logs of contenders go
 * @param engine the command that starts the engine, to which its options are added
 */
public record Surroundings(Path root, Path work, List<String> engine) {
  Path log(String name) {
    return work.resolve("logs").resolve(name + ".log");
  }

  /** What a program says, in one line. */
  String output(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }
}
