package com.openagents.sync.standalone.system;

import static org.awaitility.Awaitility.await;

import com.openagents.sync.platform.testing.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A packaged jar as a process of its own, with all that it prints. */
public final class Program implements AutoCloseable {

  /** Of the repository; tests run in their module's folder. */
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Process process;
  private final Path output;

  private Program(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** As {@code ./run} starts it, with what the build's rehearsal left behind. */
  static Program standalone(String... arguments) {
    Path rehearsed = ROOT.resolve("standalone/target/unpacked");
    return start(
      javaCommand(
        rehearsed.resolve(jar("standalone").getFileName()),
        List.of("-XX:AOTCache=" + rehearsed.resolve("agentsync.aot"), "-Xlog:aot=off", "-Xlog:cds=off"),
        arguments
      )
    );
  }

  /** @param module whose {@code exec} jar the build has made */
  static Program ofModule(String module, String... arguments) {
    return start(javaCommand(jar(module), List.of(), arguments));
  }

  private static List<String> javaCommand(Path jar, List<String> options, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    // It lives for seconds, a third of whose work would be that of the compiler for long lives.
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(options);
    command.add("-jar");
    command.add(jar.toString());
    command.addAll(List.of(arguments));
    return command;
  }

  static Program start(List<String> command) {
    try {
      Path output = Files.createTempFile("agentsync-output", ".log");
      Process process = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
      return new Program(process, output);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Waits until a text was printed. */
  Program awaitPrinted(String text) {
    await(text + " from\n" + output())
      .atMost(PATIENCE)
      .pollInterval(Duration.ofMillis(50))
      .until(() -> {
        String printed = output();
        if (!printed.contains(text) && !process.isAlive()) {
          throw new AssertionError("It ended without saying '" + text + "':\n" + printed);
        }
        return printed.contains(text);
      });
    return this;
  }

  /** Waits until it ends by itself. */
  int awaitExit() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("It does not end:\n" + output());
      }
      return process.exitValue();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError(stopped);
    }
  }

  String output() {
    try {
      return Files.readString(output);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  List<String> lines() {
    return output().lines().toList();
  }

  long processId() {
    return process.pid();
  }

  /** SIGTERM, as a service manager ends it. */
  int terminate() {
    process.destroy();
    return awaitExit();
  }

  /** SIGKILL, as a crash ends it. */
  void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      terminate();
    }
  }

  /** @param module whose {@code exec} jar the build has made */
  public static Path jar(String module) {
    try (Stream<Path> built = Files.list(ROOT.resolve(module).resolve("target"))) {
      return built
        .filter(file -> file.getFileName().toString().endsWith("-exec.jar"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("Package " + module + " first"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
