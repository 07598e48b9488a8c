package com.openagents.sync.standalone.proof.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.standalone.database.RunningPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Read models are made anew on a running engine while people write and watch over sockets: one run comes to its end, one
 * is cancelled, one is killed with the engine and goes on. Then the sync log is lost. How long a change takes to its
 * subscribers is printed; {@code -Drebuild.events=100000} measures it with more to replay, {@code -Drebuild.share=0.25} with
 * rests in between.
 */
class WatchedRebuildIT {

  private static final int EVENTS = Integer.getInteger("rebuild.events", 1_500);
  private static final int PIECES = 50;
  private static final int DELIVERIES_UNMEASURED = 100;
  private static final Duration MEASURED = Duration.ofSeconds(Math.max(3, EVENTS / 10_000));
  private static final Duration WITHIN = Duration.ofMinutes(2);
  private static final Set<String> OVER = Set.of("done", "failed", "cancelled");
  private static final String LOG_LOST =
    "TRUNCATE sync.sync_events, sync.log_head, sync.scopes, sync.compacted_changes, sync.compacted_partitions";

  @TempDir
  private Path data;

  @TempDir
  private Path outputs;

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> violations = new CopyOnWriteArrayList<>();
  private final List<String> resyncs = new CopyOnWriteArrayList<>();
  private final List<Subscriber> subscribers = new ArrayList<>();
  private Node engine;
  private Api api;
  private String token;
  private String org;
  private String agent;
  private Postings postings;

  @BeforeEach
  void start() throws Exception {
    engine = Node.standalone(
      data,
      outputs,
      List.of(
        "-Xmx512m",
        "-Dagentsync.rebuild.page-events-max=" + Math.min(1_000, EVENTS / PIECES),
        "-Dagentsync.rebuild.flush-rows-max=" + EVENTS / PIECES,
        "-Dagentsync.rebuild.share=" + System.getProperty("rebuild.share", "0.3"),
        "-Dagentsync.rebuild.look-every=100ms"
      )
    );
    awaitReady();
    JsonNode access = access();
    token = access.path("token").asString();
    org = access.path("orgId").asString();
    api = new Api(http, List.of(url()), token);
    agent = posted("/api/agent", Map.of("org_id", org, "name", "Ada"))
      .path("id")
      .asString();
    postings = new Postings(api, agent);
    postings.atOnce(EVENTS);
    await()
      .atMost(WITHIN)
      .until(() -> number("SELECT last_index - position FROM event_store.head, sync.log_head") == 0);
    for (String scope : List.of("org:" + org, "agent:" + agent, "org:" + org)) {
      subscribers.add(subscriber(scope));
    }
    postings.begin();
  }

  private JsonNode access() throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(url().resolve("/dev/token?user=alice&org=acme")).build();
    return JsonMapper.shared().readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  @AfterEach
  void stop() {
    postings.close();
    subscribers.forEach(Subscriber::close);
    engine.terminate();
    http.close();
  }

  @Test
  @DisplayName(
    "contracts 6, 7, 12: during three rebuilds, one cancelled and one killed, and when the log is lost, clients stay right"
  )
  void everybodyGoesOn() throws Exception {
    await()
      .atMost(WITHIN)
      .until(() -> postings.deliveries() >= DELIVERIES_UNMEASURED);
    List<Long> before = postings.measure(() -> Thread.sleep(MEASURED));
    List<Long> during = postings.measure(() -> requireDone(begin("rebuild")));
    cancelled();
    damage();
    killed();
    requireRight();
    requireDense();
    assertThat(number("SELECT count(*) FROM sync.sync_events WHERE mutation_id LIKE 'rebuild-%'")).isEqualTo(
      2
    );
    assertThat(resyncs).isEmpty();
    print(before, during);

    long greatest = number("SELECT last_id FROM sync.log_head");
    loseLog();
    requireDone(begin("log"));
    await()
      .atMost(WITHIN)
      .until(() -> resyncs.size() >= subscribers.size());
    assertThat(resyncs).containsOnly("epoch");
    requireRight();
    await()
      .atMost(WITHIN)
      .until(() -> number("SELECT coalesce(min(id), 0) FROM sync.sync_events") > greatest);
    requireDense();
  }

  /** Of two who wait for each other's tables the database sends one away, and that may be this one. */
  private void loseLog() {
    await()
      .atMost(WITHIN)
      .ignoreExceptionsInstanceOf(PessimisticLockingFailureException.class)
      .until(() -> {
        sql().sql(LOG_LOST).update();
        return true;
      });
  }

  private void cancelled() throws Exception {
    String run = inTheMiddle();
    posted("/admin/rebuild/" + run + "/cancel", Map.of());
    assertThat(awaitEnd(run).path("state").asString()).isEqualTo("cancelled");
    awaitNoTablesLeft();
  }

  private void killed() throws Exception {
    String run = inTheMiddle();
    engine.kill();
    await()
      .atMost(WITHIN)
      .until(() -> engine.starts() == 2);
    awaitReady();
    assertThat(
      models("agent:" + agent)
        .path("Messages")
        .size()
    ).isGreaterThanOrEqualTo(EVENTS);
    requireDone(run);
    awaitNoTablesLeft();
  }

  private String inTheMiddle() throws IOException, InterruptedException {
    String run = begin("rebuild");
    await()
      .pollInterval(Duration.ofMillis(5))
      .atMost(WITHIN)
      .until(() -> isInTheMiddle(run));
    return run;
  }

  private boolean isInTheMiddle(String run) throws IOException, InterruptedException {
    JsonNode now = get("/admin/rebuild/" + run);
    assertThat(now.path("phase").asString()).as("too quick to be met in the middle").isNotEqualTo("ended");
    return now.path("eventsDone").asLong() > 0;
  }

  private void requireDone(String run) throws Exception {
    JsonNode end = awaitEnd(run);
    assertThat(end.path("state").asString()).as(end.toString()).isEqualTo("done");
  }

  private JsonNode awaitEnd(String run) {
    return await()
      .pollInterval(Duration.ofMillis(20))
      .atMost(WITHIN)
      .until(() -> get("/admin/rebuild/" + run), now -> OVER.contains(now.path("state").asString()));
  }

  /** They go once the run has ended. */
  private void awaitNoTablesLeft() {
    await()
      .atMost(WITHIN)
      .until(() -> number("SELECT count(*) FROM pg_tables WHERE schemaname = 'rebuild'") == 3);
  }

  /** A row that no event tells of: the next rebuild corrects it, in both of its scopes. */
  private void damage() {
    sql()
      .sql(
        "UPDATE read.messages SET role = 'tool' WHERE id = (SELECT id FROM read.messages ORDER BY id LIMIT 1)"
      )
      .update();
  }

  private void requireDense() {
    assertThat(
      number("SELECT count(*) + min(id) - 1 - (SELECT last_id FROM sync.log_head) FROM sync.sync_events")
    ).isZero();
  }

  /** Lets everything come to rest, compares what each client holds, and goes on. */
  private void requireRight() throws Exception {
    postings.pause();
    Set<String> acknowledged = postings.acknowledged();
    await()
      .atMost(WITHIN)
      .until(
        () ->
          models("agent:" + agent)
            .path("Messages")
            .size() == acknowledged.size()
      );
    long last = number("SELECT last_id FROM sync.log_head");
    for (Subscriber subscriber : subscribers) {
      for (Following following : subscriber.followings()) {
        await()
          .atMost(WITHIN)
          .until(() -> following.cursor() >= last - 2);
        JsonNode shown = get(following.bootstrapPath());
        await()
          .atMost(WITHIN)
          .untilAsserted(() ->
            assertThat(following.replica().differencesFrom(Replica.of(shown.path("models")))).isEmpty()
          );
      }
    }
    assertThat(violations).isEmpty();
    postings.begin();
  }

  private Subscriber subscriber(String scope) {
    Subscriber.Way way = new Subscriber.Way(http, this::url, this::url, token);
    Following following = new Following(scope, List.of(), violations::add);
    return new Subscriber(scope, way, Map.of(scope, following), new Watching(), new Random(1));
  }

  private final class Watching implements Subscriber.Watcher {

    @Override
    public void delivered(List<String> mutationIds) {
      postings.delivered(mutationIds);
    }

    @Override
    public void connected() {}

    @Override
    public void bootstrapped() {}

    @Override
    public void resynced(String scope, String reason, String next) {
      resyncs.add(reason);
    }

    @Override
    public void refused(JsonNode error) {}
  }

  private static void print(List<Long> before, List<Long> during) {
    System.out.printf(
      Locale.ROOT,
      "from a mutation to its subscribers, p50 and p99: %.1f and %.1f ms before, %.1f and %.1f ms while rebuilding" +
        " %,d events (%d and %d writes)%n",
      percentile(before, 0.5),
      percentile(before, 0.99),
      percentile(during, 0.5),
      percentile(during, 0.99),
      EVENTS,
      before.size(),
      during.size()
    );
  }

  private static double percentile(List<Long> nanos, double part) {
    List<Long> sorted = nanos.stream().sorted().toList();
    return sorted.isEmpty() ? Double.NaN : sorted.get((int) Math.ceil(sorted.size() * part) - 1) / 1e6;
  }

  private String begin(String kind) throws IOException, InterruptedException {
    return posted("/admin/rebuild", Map.of("kind", kind)).path("id").asString();
  }

  private JsonNode posted(String path, Map<String, ?> body) throws IOException, InterruptedException {
    Api.Answer answer = api.send(new Api.Call("POST", path, body, UUID.randomUUID().toString(), true));
    assertThat(answer.isAcknowledged()).as(answer.toString()).isTrue();
    return answer.body();
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return api.send(new Api.Call("GET", path, null, "none", true)).body();
  }

  private JsonNode models(String scope) throws IOException, InterruptedException {
    return get("/sync/bootstrap?scope=" + scope).path("models");
  }

  private void awaitReady() {
    await()
      .atMost(WITHIN)
      .until(() -> engine.isReady(http));
  }

  private URI url() {
    return URI.create("http://127.0.0.1:" + engine.port());
  }

  private JdbcClient sql() {
    RunningPostgres postgres = RunningPostgres.of(data);
    return JdbcClient.create(
      new DriverManagerDataSource(postgres.jdbcUrl(), postgres.user(), postgres.password())
    );
  }

  private long number(String query) {
    return sql().sql(query).query(Long.class).single();
  }
}
