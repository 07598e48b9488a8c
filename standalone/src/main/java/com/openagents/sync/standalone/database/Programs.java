package com.openagents.sync.standalone.database;

import com.openagents.sync.standalone.StartRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs PostgreSQL's programs, whose output goes into a file of their own. */
final class Programs {

  private static final Logger log = LoggerFactory.getLogger(Programs.class);
  private static final boolean AS_ROOT = "root".equals(System.getProperty("user.name"));

  private final PostgresBinaries binaries;
  private final Path output;

  Programs(PostgresBinaries binaries, Path output) {
    this.binaries = binaries;
    this.output = output;
  }

  /** @return whether it ended well */
  boolean run(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if (AS_ROOT) {
      // PostgreSQL refuses to run as root; in a user namespace of its own it is nobody, with root's files.
      command.addAll(List.of("unshare", "--user"));
    }
    command.add(binaries.program(program).toString());
    command.addAll(List.of(arguments));
    log.debug("Running {}", command);
    try {
      Process process = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
        .start();
      process.getOutputStream().close();
      return process.waitFor() == 0;
    } catch (IOException failure) {
      throw new StartRefused("%s can't be run: %s".formatted(command.getFirst(), failure.getMessage()));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The refusal that tells of the last thing a program said. */
  StartRefused failed(String what) {
    String said = lastLine();
    return new StartRefused(
      AS_ROOT && said.contains("unshare")
        ? "PostgreSQL does not run as root, and user namespaces are not allowed here; start agentsync as another user."
        : "%s: %s (all of it in %s)".formatted(what, said, output)
    );
  }

  private String lastLine() {
    try {
      return Files.readAllLines(output)
        .stream()
        .filter(line -> !line.isBlank())
        .reduce((_, last) -> last)
        .orElse("it said nothing");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
