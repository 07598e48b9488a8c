package com.openagents.sync.standalone.proof.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** What the system's own tools do to processes. Who is gone already is no trouble. */
final class Os {

  private Os() {}

  static boolean has(String tool) {
    return run(List.of("sh", "-c", "command -v " + tool));
  }

  /** @param signal such as {@code STOP} */
  static void signal(String signal, List<Long> processes) {
    if (!processes.isEmpty()) {
      List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
      processes.forEach(process -> command.add(Long.toString(process)));
      run(command);
    }
  }

  /** How large files may become by what the process writes. */
  static void limitFiles(long process, String bytesMax) {
    run(List.of("prlimit", "--pid=" + process, "--fsize=" + bytesMax + ":"));
  }

  private static boolean run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
      return process.waitFor() == 0;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
