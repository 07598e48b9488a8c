package com.openagents.sync.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts it all, on a machine where something is missing or mistyped. */
class RunScriptIT {

  private static final List<String> SHELL_TOOLS = List.of(
    "bash",
    "cat",
    "dirname",
    "find",
    "readlink",
    "sed",
    "tail",
    "head",
    "grep",
    "mkdir",
    "touch",
    "env",
    "sleep"
  );

  @TempDir
  Path folder;

  @Test
  void whatIsMistypedIsSaidAtOnce() {
    Program program = Program.start(List.of(script().toString(), "--colour", "blue"));
    assertThat(program.awaitExit()).isEqualTo(2);
    assertThat(program.lines()).startsWith(
      "There is no option --colour.",
      "Usage: ./run [--port N] [--data DIR] [--host ADDRESS]"
    );
  }

  @Test
  void helpIsNoFailure() {
    Program program = Program.start(List.of(script().toString(), "demo", "--help"));
    assertThat(program.awaitExit()).isZero();
    assertThat(program.output()).startsWith("Usage: ./run").contains("--speed N|max");
  }

  @Test
  void eachMissingToolGetsALine() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    for (String tool : SHELL_TOOLS) {
      Files.copy(which(tool), bin.resolve(tool), StandardCopyOption.COPY_ATTRIBUTES);
    }
    // A clone that was never built, on a machine without anything.
    Path clone = Files.createDirectories(folder.resolve("clone"));
    Files.copy(script(), clone.resolve("run"));
    Program program = Program.start(
      List.of("env", "-i", "PATH=" + bin, "AGENTSYNC_JDK_FOLDERS=" + folder, bin + "/bash", clone + "/run")
    );
    assertThat(program.awaitExit()).isEqualTo(1);
    assertThat(program.lines()).containsExactly(
      "A JDK 25 or newer is missing: install one, or let JAVA_HOME point to it.",
      "Maven is missing: install Maven 3.8.7 or newer, so that mvn is on the PATH.",
      "Node.js 20 or newer is missing: install it with npm, so that node is on the PATH."
    );
  }

  private static Path script() {
    return Program.ROOT.resolve("run");
  }

  private static Path which(String tool) {
    return Stream.of(System.getenv("PATH").split(":"))
      .map(folder -> Path.of(folder, tool))
      .filter(Files::isExecutable)
      .findFirst()
      .orElseThrow();
  }
}
