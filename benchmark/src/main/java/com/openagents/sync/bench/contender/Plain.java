package com.openagents.sync.bench.contender;

import com.openagents.sync.bench.load.Following;
import com.openagents.sync.bench.load.Marker;
import com.openagents.sync.bench.load.Place;
import com.openagents.sync.bench.load.Template;
import com.openagents.sync.bench.spring.AxonServer;
import com.openagents.sync.bench.spring.PlainServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** A server with {@code POST /messages} and a WebSocket that tells everybody of each row, on a database of its own. */
public final class Plain implements Contender {

  private static final Pattern READY = Pattern.compile("^ready");

  private final String name;
  private final String madeOf;
  private final Database database;
  private final Program program;
  private final InetSocketAddress address;
  private final Map<Integer, Library> libraries = new HashMap<>();

  private Plain(String name, String madeOf, Database database, Program program, InetSocketAddress address) {
    this.name = name;
    this.madeOf = madeOf;
    this.database = database;
    this.program = program;
    this.address = address;
  }

  /** Node's {@code http}, {@code pg} and {@code ws}. */
  public static Plain node(Surroundings surroundings) throws IOException, InterruptedException {
    Path folder = surroundings.root().resolve("benchmark/plain");
    String madeOf = "Node %s, http, pg, ws".formatted(surroundings.output("node", "--version"));
    return start("plain Node", madeOf, surroundings, folder, List.of("node", "server.mjs"));
  }

  /** Spring MVC on Tomcat and virtual threads, JDBC. */
  public static Plain java(Surroundings surroundings) throws IOException, InterruptedException {
    String madeOf = "JDK %s, Spring MVC on Tomcat with virtual threads, HikariCP, pgjdbc".formatted(
      Runtime.version()
    );
    return start("plain Java", madeOf, surroundings, surroundings.root(), java(PlainServer.class));
  }

  /** The same with commands, an aggregate, an event store and a projection. */
  public static Plain axon(Surroundings surroundings) throws IOException, InterruptedException {
    String madeOf = "Axon 4.13 with its JDBC event store, otherwise as plain Java";
    return start("plain Axon", madeOf, surroundings, surroundings.root(), java(AxonServer.class));
  }

  private static List<String> java(Class<?> main) {
    return List.of(
      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
      "-cp",
      System.getProperty("java.class.path"),
      main.getName()
    );
  }

  private static Plain start(
    String name,
    String madeOf,
    Surroundings surroundings,
    Path folder,
    List<String> command
  ) throws IOException, InterruptedException {
    String file = name.replace(' ', '-');
    Database database = Database.start(surroundings.work().resolve(file));
    int port = freePort();
    Map<String, String> environment = new HashMap<>(database.environment());
    environment.put("PORT", Integer.toString(port));
    Program program = Program.start(surroundings.log(file), folder, environment, command);
    program.awaitReady(READY);
    return new Plain(
      name,
      madeOf,
      database,
      program,
      new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
    );
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String madeOf() {
    return madeOf;
  }

  @Override
  public Place place(int contentLength, boolean respondAsync) {
    String json = "{\"agent_id\":\"%s\",\"content\":\"%s\"}".formatted(
      UUID.randomUUID(),
      Marker.content(contentLength)
    );
    return new Place(address, Template.post("/messages", "", json), Following.WebSocket.of("/"));
  }

  @Override
  public Library library(int rows) throws IOException {
    Library known = libraries.get(rows);
    if (known == null) {
      UUID agent = UUID.randomUUID();
      database.execute(RowsOfSql.plain(agent.toString(), rows));
      URI uri = URI.create("http://127.0.0.1:%d/messages?agent_id=%s".formatted(address.getPort(), agent));
      known = new Library(uri, Map.of(), rows, "", () -> {});
      libraries.put(rows, known);
    }
    return known;
  }

  @Override
  public CpuTimes cpuTimes() throws IOException {
    return CpuTimes.of(program.handle(), Optional.of(database.process()));
  }

  @Override
  public void close() throws IOException {
    program.close();
    database.close();
  }
}
