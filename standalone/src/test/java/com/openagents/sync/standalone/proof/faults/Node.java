package com.openagents.sync.standalone.proof.faults;

import com.openagents.sync.platform.testing.Ports;
import com.openagents.sync.standalone.system.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** One app as a process, started again whenever it ends, as a service manager would. */
final class Node implements AutoCloseable {

  /** Small and quick to start: it starts often, and several share the machine. */
  private static final List<String> JVM_OPTIONS = List.of(
    "-Xmx320m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1"
  );
  private static final Duration HEALTH_WITHIN = Duration.ofSeconds(2);

  private final String name;
  private final int port;
  private final List<String> command;
  private final Path output;
  private final AtomicInteger starts = new AtomicInteger();
  private volatile boolean closed;
  private volatile Process process;

  /** @param name such as {@code query-side-2} */
  private Node(String name, int port, List<String> command, Path output) {
    this.name = name;
    this.port = port;
    this.command = command;
    this.output = output;
    this.process = launch();
  }

  static Node start(String module, String name, Path outputs, List<String> options) {
    int port = Ports.free();
    List<String> command = java(JVM_OPTIONS, module);
    command.add("--server.port=" + port);
    command.addAll(options);
    return new Node(name, port, command, outputs.resolve(name + ".log"));
  }

  /** All parts in one, with a database of its own. */
  static Node standalone(Path data, Path outputs, List<String> jvmOptions) {
    int port = Ports.free();
    List<String> command = java(jvmOptions, "standalone");
    command.addAll(List.of("--port", Integer.toString(port), "--data", data.toString()));
    return new Node("standalone", port, command, outputs.resolve("standalone.log"));
  }

  private static List<String> java(List<String> jvmOptions, String module) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.addAll(List.of("-jar", Program.jar(module).toString()));
    return command;
  }

  String name() {
    return name;
  }

  int port() {
    return port;
  }

  long processId() {
    return process.pid();
  }

  /** Kills it; it starts again. */
  void kill() {
    process.destroyForcibly();
  }

  int starts() {
    return starts.get();
  }

  boolean isReady(HttpClient http) {
    URI health = URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness");
    try {
      HttpRequest request = HttpRequest.newBuilder(health).timeout(HEALTH_WITHIN).build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Lets it end in good order. */
  void terminate() {
    Process running;
    synchronized (this) {
      closed = true;
      running = process;
    }
    running.destroy();
    running.onExit().join();
  }

  @Override
  public synchronized void close() {
    closed = true;
    process.destroyForcibly();
  }

  private synchronized Process launch() {
    try {
      Process launched = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
        .start();
      starts.incrementAndGet();
      var _ = launched.onExit().thenRun(this::startAgain);
      return launched;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private synchronized void startAgain() {
    if (!closed) {
      process = launch();
    }
  }
}
