package com.openagents.sync.standalone.proof.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.standalone.proof.faults.Cluster.App;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The engine as real processes under load, while whatever can fail does: {@code -Dfaults.minutes} long, as
 * {@code -Dfaults.seed} has it. Then everything is up again, the load ends, and all that was promised is looked for.
 */
class FaultIT {

  private static final double MINUTES = Double.parseDouble(System.getProperty("faults.minutes", "1"));
  private static final long SEED = Long.getLong("faults.seed", 20_260_101);
  private static final Set<Fault.Kind> KINDS = kinds(System.getProperty("faults.only", ""));
  private static final int MUTATIONS_PER_SECOND = Integer.getInteger("faults.rate", 500);
  private static final Duration QUIET_AT_THE_END = Duration.ofSeconds(8);
  private static final Duration SETTLED_WITHIN = Duration.ofMinutes(2);
  private static final Path OUTPUTS = Path.of("target", "faults");

  private final Violations violations = new Violations();
  private final Stalls stalls = new Stalls();
  private final HttpClient http = HttpClient.newBuilder()
    .version(HttpClient.Version.HTTP_1_1)
    .connectTimeout(Duration.ofSeconds(5))
    .executor(Executors.newVirtualThreadPerTaskExecutor())
    .build();

  @Test
  @DisplayName(
    "contract 1, 2, 3, 4, 5, 6, 7, 9: nothing is lost, doubled or out of order, whatever dies, stops or hangs"
  )
  void holdsWhateverFails(@TempDir Path folder) throws Exception {
    Report report = new Report("Faults for %s minutes, seed %d".formatted(MINUTES, SEED));
    System.out.println("Fault test: -Dfaults.minutes=" + MINUTES + " -Dfaults.seed=" + SEED);
    try (Cluster cluster = Cluster.start(folder, Cluster.emptyFolder(OUTPUTS))) {
      Scene scene = Scene.make(http, cluster.direct(App.COMMAND, 0));
      prove(cluster, scene, report);
      Files.writeString(OUTPUTS.resolve("postgres.log"), cluster.postgres().output());
    }
    report.add("violations", violations.count());
    report.write(Path.of("target", "faults.txt"));
    System.out.println(report);
    assertThat(violations.details())
      .as("%s\nSay -Dfaults.seed=%d to have the same again; logs are in %s", report, SEED, OUTPUTS)
      .isEmpty();
  }

  private void prove(Cluster cluster, Scene scene, Report report)
    throws IOException, InterruptedException, SQLException {
    try (
      Audience audience = Audience.gather(http, cluster, scene, stalls, violations, SEED);
      Load load = Load.start(MUTATIONS_PER_SECOND, http, cluster, scene, stalls, violations, SEED);
      Progress _ = Progress.watch(
        cluster,
        load::acknowledgedCount,
        audience::delivered,
        OUTPUTS.resolve("progress.txt")
      )
    ) {
      long begin = System.nanoTime();
      Chaos chaos = new Chaos(cluster, violations);
      List<Fault> schedule = Fault.schedule(
        SEED,
        Duration.ofMillis((long) (MINUTES * 60_000)).minus(QUIET_AT_THE_END),
        KINDS
      );
      Files.writeString(
        OUTPUTS.resolve("schedule.txt"),
        String.join("\n", schedule.stream().map(Fault::toString).toList())
      );
      chaos.run(schedule);
      orViolation("Not all nodes came back", () -> {
        cluster.awaitReady();
        return true;
      });
      long before = load.acknowledgedCount();
      orViolation("Nothing is acknowledged after the faults", () -> {
        awaitTrue(() -> load.acknowledgedCount() > before + MUTATIONS_PER_SECOND);
        return true;
      });
      for (String unanswered : load.finish(SETTLED_WITHIN)) {
        violations.add("Never answered: " + unanswered);
      }
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      describe(report, cluster, chaos, load, audience, took);
      try (Connection database = cluster.connect()) {
        audit(cluster, scene, load, audience, new Audit(database, violations));
      }
      report.add("events delivered", audience.delivered());
      assertThat(load.acknowledgedCount()).as("mutations acknowledged").isPositive();
      assertThat(chaos.happened().keySet()).as("faults").isEqualTo(KINDS);
    }
  }

  private void audit(Cluster cluster, Scene scene, Load load, Audience audience, Audit audit)
    throws SQLException, IOException, InterruptedException {
    orViolation("Not all is projected", () -> {
      awaitTrue(
        () ->
          audit.number("SELECT last_index FROM event_store.head") ==
          audit.number("SELECT position FROM sync.log_head")
      );
      return true;
    });
    audit.requireAllOnce(load.acknowledged());
    Map<String, JsonNode> bootstraps = new HashMap<>();
    for (String scope : scene.scopes()) {
      JsonNode bootstrap = get(cluster, scene, "/sync/bootstrap?scope=" + scope);
      bootstraps.put(scope, bootstrap);
      audit.requireFold(scope, bootstrap);
    }
    Map<String, JsonNode> expected = new HashMap<>(scene.rows());
    expected.putAll(load.rows());
    audit.requireRows(
      expected,
      scene
        .orgs()
        .stream()
        .map(org -> bootstraps.get("org:" + org))
        .toList()
    );
    requireReplicas(cluster, scene, audience, audit);
  }

  private void requireReplicas(Cluster cluster, Scene scene, Audience audience, Audit audit)
    throws SQLException, IOException, InterruptedException {
    for (Subscriber subscriber : audience.subscribers()) {
      for (Following following : subscriber.followings()) {
        long last = audit.lastFor(following);
        orViolation("%s stays behind %d of %s".formatted(subscriber.state(), last, following.scope()), () -> {
          awaitTrue(() -> following.cursor() >= last);
          return true;
        });
      }
    }
    audience.close();
    Map<String, JsonNode> bootstraps = new HashMap<>();
    for (Subscriber subscriber : audience.subscribers()) {
      for (Following following : subscriber.followings()) {
        String path = following.bootstrapPath();
        if (!bootstraps.containsKey(path)) {
          bootstraps.put(path, get(cluster, scene, path));
        }
        audit.requireSame(subscriber.state(), following, Objects.requireNonNull(bootstraps.get(path)));
      }
    }
  }

  private static Set<Fault.Kind> kinds(String only) {
    return only.isEmpty()
      ? Chaos.possible()
      : Arrays.stream(only.split(","))
          .map(Fault.Kind::valueOf)
          .collect(Collectors.toCollection(TreeSet::new));
  }

  private void orViolation(String what, Callable<Boolean> wait) {
    try {
      wait.call();
    } catch (ConditionTimeoutException never) {
      violations.add(what + ": " + never.getMessage());
    } catch (Exception failure) {
      throw new AssertionError(what, failure);
    }
  }

  private static void awaitTrue(Callable<Boolean> condition) {
    await().atMost(SETTLED_WITHIN).pollInterval(Duration.ofMillis(50)).ignoreExceptions().until(condition);
  }

  private JsonNode get(Cluster cluster, Scene scene, String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(cluster.direct(App.QUERY, 0).resolve(path))
      .header("Authorization", "Bearer " + scene.token())
      .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(answer.body());
  }

  private void describe(
    Report report,
    Cluster cluster,
    Chaos chaos,
    Load load,
    Audience audience,
    Duration took
  ) {
    for (Fault.Kind kind : Fault.Kind.values()) {
      Integer count = chaos.happened().get(kind);
      report.add(kind.words(), count == null ? "left out" : count.toString());
    }
    report.add(
      "starts of apps after the first",
      cluster.all().stream().mapToLong(Node::starts).sum() - cluster.all().size()
    );
    report.add(
      "refused for want of room, in PostgreSQL's words",
      cluster
        .postgres()
        .output()
        .lines()
        .filter(line -> line.contains("could not extend file"))
        .count()
    );
    report.add("mutations acknowledged", load.acknowledgedCount());
    report.add("  a second", load.acknowledgedCount() / Math.max(1, took.toSeconds()));
    report.add("  sent again until acknowledged", load.repeats());
    report.add("connections of clients", audience.connections());
    report.add("bootstraps of clients", audience.bootstraps());
    report.add("longest stall from acknowledged to seen", stalls.longestFromAcknowledgedToSeen());
    report.add("longest time without an acknowledgement", stalls.longestWithoutAcknowledgement());
    report.add("longest time without a delivery", stalls.longestWithoutDelivery());
  }
}
