package com.openagents.sync.bench.contender;

import com.openagents.sync.bench.load.Following;
import com.openagents.sync.bench.load.Marker;
import com.openagents.sync.bench.load.Place;
import com.openagents.sync.bench.load.Template;
import com.openagents.sync.platform.json.WireJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The engine as {@code ./run} starts it. */
public final class Agentsync implements Contender {

  private static final Pattern READY = Pattern.compile("agentsync is ready: (\\S+)");
  private static final String AUTHORIZATION = "Authorization: Bearer %s\r\n";

  private final Program program;
  private final Path data;
  private final URI url;
  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String token;
  private final String org;
  private final Map<Integer, Library> libraries = new HashMap<>();

  private Agentsync(Program program, Path data, URI url) throws IOException, InterruptedException {
    this.program = program;
    this.data = data;
    this.url = url;
    JsonNode issued = call(HttpRequest.newBuilder(url.resolve("/dev/token?user=bench&org=bench"))).body();
    token = issued.path("token").asString();
    org = issued.path("orgId").asString();
  }

  /** On a database that counts its statements. */
  public static Agentsync start(Surroundings surroundings) throws IOException, InterruptedException {
    Database.prepare(data(surroundings));
    return startBare(surroundings);
  }

  private static Path data(Surroundings surroundings) {
    return surroundings.work().resolve("agentsync");
  }

  /** On what is there, or nothing. */
  public static Agentsync startBare(Surroundings surroundings) throws IOException, InterruptedException {
    Path data = data(surroundings);
    List<String> command = new ArrayList<>(surroundings.engine());
    command.addAll(List.of("--port", "0", "--data", data.toString()));
    Program program = Program.start(surroundings.log("agentsync"), surroundings.root(), Map.of(), command);
    return new Agentsync(program, data, URI.create(program.awaitReady(READY)));
  }

  /** Adds events until there are so many, while it does not run. */
  public static void grow(Surroundings surroundings, long events) throws IOException {
    try (Database database = Database.start(data(surroundings)); Connection connection = database.connect()) {
      Growth.to(events, connection);
    } catch (SQLException failure) {
      throw new IOException(failure);
    }
  }

  @Override
  public String name() {
    return "agentsync";
  }

  @Override
  public String madeOf() {
    return "./run of this checkout";
  }

  @Override
  public Place place(int contentLength, boolean respondAsync) throws IOException, InterruptedException {
    Answer made = agent();
    String agent = made.body().path("id").asString();
    String headers =
      AUTHORIZATION.formatted(token) +
      "Idempotency-Key: bench-%s\r\n".formatted(Marker.NUMBER) +
      (respondAsync ? "Prefer: respond-async\r\n" : "");
    String json = "{\"agent_id\":\"%s\",\"content\":\"%s\"}".formatted(agent, Marker.content(contentLength));
    return new Place(
      new InetSocketAddress(InetAddress.getLoopbackAddress(), url.getPort()),
      Template.post("/api/message", headers, json),
      following("agent:" + agent, made.syncId())
    );
  }

  @Override
  public Library library(int rows) throws IOException, InterruptedException {
    Library known = libraries.get(rows);
    if (known == null) {
      String agent = agent().body().path("id").asString();
      try (Statistics database = statistics()) {
        database.execute(RowsOfSql.agentsync(agent, org, rows));
      }
      known = new Library(
        url.resolve("/sync/bootstrap?scope=agent:" + agent),
        Map.of("Authorization", "Bearer " + token),
        rows,
        "/models/Messages",
        () -> rename(agent)
      );
      libraries.put(rows, known);
    }
    return known;
  }

  private Answer agent() throws IOException, InterruptedException {
    return call("POST", "/api/agent", "{\"org_id\":\"%s\",\"name\":\"bench\"}".formatted(org));
  }

  private void rename(String agent) throws IOException, InterruptedException {
    call("PATCH", "/api/agent/" + agent, "{\"name\":\"%s\"}".formatted(UUID.randomUUID()));
  }

  private Answer call(String method, String path, String json) throws IOException, InterruptedException {
    return call(
      authorized(path)
        .header("Content-Type", "application/json")
        .method(method, HttpRequest.BodyPublishers.ofString(json))
    );
  }

  private Following following(String scope, long cursor) {
    return new Following.WebSocket(
      "/sync",
      "Sec-WebSocket-Protocol: agentsync.v1\r\n" + AUTHORIZATION.formatted(token),
      Optional.of("{\"type\":\"subscribe\",\"scope\":\"%s\",\"lastSyncId\":%d}".formatted(scope, cursor)),
      "\"subscribed\""
    );
  }

  private record Answer(JsonNode body, long syncId) {}

  private HttpRequest.Builder authorized(String path) {
    return HttpRequest.newBuilder(url.resolve(path)).header("Authorization", "Bearer " + token);
  }

  private Answer call(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException("%s was refused: %d".formatted(answer.uri(), answer.statusCode()));
    }
    return new Answer(
      WireJson.mapper().readTree(answer.body()),
      answer.headers().firstValueAsLong("Sync-Id").orElse(0)
    );
  }

  @Override
  public CpuTimes cpuTimes() throws IOException {
    return CpuTimes.of(program.handle(), Optional.of(Database.process(data)));
  }

  public Statistics statistics() throws IOException {
    return new Statistics(data);
  }

  public ProcessHandle process() {
    return program.handle();
  }

  @Override
  public void close() {
    http.close();
    program.close();
  }
}
