package com.openagents.sync.standalone.system;

import com.openagents.sync.platform.testing.Ports;
import java.net.URI;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The standalone engine on one port and one data directory, however often it is started. */
final class Engine implements AutoCloseable {

  private final int port = Ports.free();
  private final Path data;
  private Program program;

  private Engine(Path data) {
    this.data = data;
    this.program = startProgram();
  }

  /** Started and ready. */
  static Engine start(Path data) {
    Engine engine = new Engine(data);
    engine.program.awaitPrinted("agentsync is ready");
    return engine;
  }

  /** Started again, after it was killed or stopped. */
  void restart() {
    program = startProgram();
    program.awaitPrinted("agentsync is ready");
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  int port() {
    return port;
  }

  Path data() {
    return data;
  }

  Program program() {
    return program;
  }

  /** Another program on the same data. */
  Program rival(String... arguments) {
    return Program.standalone(
      Stream.concat(Stream.of("--data", data.toString()), Stream.of(arguments)).toArray(String[]::new)
    );
  }

  @Override
  public void close() {
    program.close();
  }

  private Program startProgram() {
    return Program.standalone("--port", Integer.toString(port), "--data", data.toString());
  }
}
