package com.openagents.sync.bench.contender;

import com.openagents.sync.bench.load.Following;
import com.openagents.sync.bench.load.Marker;
import com.openagents.sync.bench.load.Place;
import com.openagents.sync.bench.load.Template;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** NATS without persistence: it passes on what is published, and nobody learns whether it arrived. */
public final class NatsCore implements Contender {

  private static final Pattern READY = Pattern.compile("Server is ready");
  /** What a row has besides its content, so that all pass on about the same number of bytes. */
  private static final int REST_OF_ROW = 120;

  private final String version;
  private final Program program;
  private final InetSocketAddress address;

  private NatsCore(String version, Program program, InetSocketAddress address) {
    this.version = version;
    this.program = program;
    this.address = address;
  }

  /** @return nothing where it is not installed */
  public static Optional<Contender> start(Surroundings surroundings)
    throws IOException, InterruptedException {
    String version;
    try {
      version = surroundings.output("nats-server", "--version");
    } catch (IOException notInstalled) {
      System.err.println(
        "NATS is left out: there is no nats-server here (on Debian: apt-get install nats-server)."
      );
      return Optional.empty();
    }
    int port = Plain.freePort();
    List<String> command = List.of("nats-server", "-a", "127.0.0.1", "-p", Integer.toString(port));
    Program program = Program.start(surroundings.log("nats"), surroundings.work(), Map.of(), command);
    program.awaitReady(READY);
    return Optional.of(
      new NatsCore(version, program, new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
    );
  }

  @Override
  public String name() {
    return "NATS core";
  }

  @Override
  public String madeOf() {
    return version;
  }

  @Override
  public Place place(int contentLength, boolean respondAsync) {
    String subject = "bench." + UUID.randomUUID();
    int length = contentLength + REST_OF_ROW;
    String message = "PUB %s %d\r\n%s\r\n".formatted(subject, length, Marker.content(length));
    return new Place(address, Template.of(message), new Following.Nats(subject));
  }

  @Override
  public Library library(int rows) {
    throw new UnsupportedOperationException("NATS core stores nothing");
  }

  @Override
  public CpuTimes cpuTimes() throws IOException {
    return CpuTimes.of(program.handle(), Optional.empty());
  }

  @Override
  public void close() {
    program.close();
  }
}
