package com.openagents.sync.bench.contender;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process that says in a line when it is ready; what it says goes into a file. */
final class Program implements AutoCloseable {

  private static final int START_MINUTES_MAX = 15;
  private static final int STOP_SECONDS_MAX = 30;

  private final Process process;
  private final Path log;
  private final CompletableFuture<String> ready = new CompletableFuture<>();

  private Program(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static Program start(Path log, Path folder, Map<String, String> environment, List<String> command)
    throws IOException {
    Files.createDirectories(log.resolveSibling("."));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    Program program = new Program(process, log);
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    return program;
  }

  /** @return the first group of the line that says so, or the line if there is none */
  String awaitReady(Pattern readyLine) throws IOException, InterruptedException {
    Thread.ofPlatform()
      .daemon()
      .start(() -> read(readyLine));
    try {
      return ready.get(START_MINUTES_MAX, TimeUnit.MINUTES);
    } catch (ExecutionException | TimeoutException failure) {
      close();
      throw new IOException("It did not start; what it said is in " + log, failure);
    }
  }

  private void read(Pattern readyLine) {
    try (BufferedReader lines = process.inputReader(); Writer file = Files.newBufferedWriter(log)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        file.write(line + "\n");
        file.flush();
        Matcher matcher = readyLine.matcher(line);
        if (matcher.find()) {
          ready.complete(matcher.groupCount() > 0 ? matcher.group(1) : line);
        }
      }
      ready.completeExceptionally(new IOException("It ended"));
    } catch (IOException failure) {
      ready.completeExceptionally(failure);
    }
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().completeOnTimeout(process, STOP_SECONDS_MAX, TimeUnit.SECONDS).join();
    process.destroyForcibly();
  }
}
