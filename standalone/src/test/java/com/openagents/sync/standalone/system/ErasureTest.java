package com.openagents.sync.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.openagents.sync.command.CommandSide;
import com.openagents.sync.command.CommandSideApplication;
import com.openagents.sync.gateway.SyncGateway;
import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.query.QuerySide;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Two subjects write in every model, by two command nodes; one of them is erased. */
class ErasureTest {

  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import({ CommandSide.class, QuerySide.class, SyncGateway.class })
  static class AllParts {}

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String ORG = "erasure";

  @TempDir
  private Path folder;

  private final TestDatabase database = TestDatabase.create();
  private final Disclosure disclosure = new Disclosure(database);
  private ConfigurableApplicationContext all;
  private ConfigurableApplicationContext anotherCommandSide;
  private Client alice;
  private Client bob;

  @BeforeEach
  void start() {
    all = start(AllParts.class);
    anotherCommandSide = start(CommandSideApplication.class);
    alice = new Client(addresses(all), "alice", ORG);
    bob = new Client(addresses(anotherCommandSide), "bob", ORG);
  }

  @AfterEach
  void stop() {
    anotherCommandSide.close();
    all.close();
  }

  @Test
  @DisplayName("After an erasure nothing of the subject can be read anywhere, and everything of others can")
  void nothingIsReadable() {
    Writings hers = new Writings(alice);
    Writings his = new Writings(bob);
    his.touch(hers);
    disclosure.analyze();
    String scope = alice.orgScope();
    long before = alice
      .get("/sync/bootstrap?scope=" + scope)
      .body()
      .path("lastSyncId")
      .asLong();
    try (Socket live = new Socket(bob)) {
      live.send(Map.of("type", "subscribe", "scope", scope, "lastSyncId", before));
      live.awaitType("subscribed");
      Client.Answer answer = erase(bob, "alice");
      assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
      assertThat(answer.body().path("subject").asString()).isEqualTo("alice");
      // As soon as the answer is there, the rows are erased.
      disclosure.requireNothing(hers, Map.of("bootstrap", bob.models(scope).toString()));
      awaitDone();
      live.await(frame -> frame.path("latestSyncId").asLong() >= answer.syncId());
      disclosure.requireNothing(hers, Map.of("live", live.events().toString()));
    }
    requireFoldLaw(scope);
    disclosure.requireNothing(hers, disclosure.tables());
    disclosure.requireNothing(hers, exports(scope, hers, his));
    disclosure.requireNothing(hers, audits(scope, before, hers));
    assertThat(alice.text("/audit/verify")).as("the chain").contains("\"ok\":true");
    disclosure.requireAll(his.shown(), bob.models(scope).toString());
    disclosure.requireAll(his.answered(), his.answersAgain());
    disclosure.requireAll(his.all(), bob.events(scope, 0).toString());
    requireStillWorks(hers);
  }

  @Test
  @DisplayName("The files of the database hold nothing of it either, but for the write-ahead log")
  void filesHoldNothing() {
    assumeThat(disclosure.filesCanBeSeen()).isTrue();
    Writings hers = new Writings(alice);
    Writings his = new Writings(bob);
    his.touch(hers);
    disclosure.analyze();
    assertThat(disclosure.filesWith(hers)).as("else the search finds nothing at all").isNotEmpty();
    erase(bob, "alice");
    awaitDone();
    assertThat(disclosure.filesWith(hers)).isEmpty();
    assertThat(disclosure.filesWith(his)).isNotEmpty();
  }

  @Test
  @DisplayName(
    "Who writes again gets another key, and can be erased again; an erasure of nothing changes nothing"
  )
  void again() {
    Writings hers = new Writings(alice);
    long first = erase(alice, "alice").syncId();
    assertThat(erase(alice, "alice").status()).isEqualTo(200);
    Client.Answer posted = hers.post("written afterwards");
    assertThat(posted.body().path("content").asString()).isEqualTo("written afterwards");
    assertThat(alice.models(alice.orgScope()).toString()).contains("written afterwards");
    assertThat(erase(bob, "alice").syncId()).isGreaterThan(first);
    assertThat(alice.models(alice.orgScope()).toString()).doesNotContain("written afterwards");
    assertThat(erase(bob, "nobody").status()).isEqualTo(404);
  }

  @Test
  @DisplayName("A crash after the decision leaves nothing undone")
  void goesOnAfterACrash() {
    Writings hers = new Writings(alice);
    Writings his = new Writings(bob);
    URI bobs = addresses(anotherCommandSide).commands();
    all.close();
    // Nobody projects now: the key is destroyed, and the rest is still to be done.
    assertThat(bob.postAsync(bobs, "/api/erasure", body("alice")).status()).isEqualTo(202);
    all = start(AllParts.class);
    alice = new Client(addresses(all), "alice", ORG);
    bob = new Client(addresses(all), "bob", ORG);
    Awaitility.await()
      .atMost(PATIENCE)
      .until(() -> !alice.get("/admin/erasure").body().path("erasures").isEmpty());
    awaitDone();
    disclosure.requireNothing(hers, disclosure.tables());
    disclosure.requireNothing(hers, Map.of("bootstrap", bob.models(bob.orgScope()).toString()));
    disclosure.requireAll(his.shown(), bob.models(bob.orgScope()).toString());
  }

  private Map<String, String> exports(String scope, Writings hers, Writings his) {
    Map<String, String> exports = new TreeMap<>();
    for (Client reader : List.of(alice, bob)) {
      exports.put("bootstrap", reader.models(scope).toString());
      exports.put("delta", reader.events(scope, 0).toString());
      exports.put(
        "compacted",
        reader
          .get("/sync/compacted?lastSyncId=0&scope=" + scope)
          .body()
          .toString()
      );
    }
    exports.put("answers to her repeats", hers.answersAgain());
    exports.put("answers to his repeats of what touched hers", his.answersToTouchesAgain());
    return exports;
  }

  private Map<String, String> audits(String scope, long before, Writings hers) {
    Map<String, String> audits = new TreeMap<>();
    audits.put("the past", bob.text("/sync/bootstrap?scope=" + scope + "&asOf=" + before));
    for (String form : List.of("jsonl", "csv")) {
      audits.put("export as " + form, bob.text("/audit/export?format=" + form + "&scope=" + scope));
    }
    hers.things().forEach(it -> audits.put("history of " + it, bob.text("/audit/" + it)));
    hers.mutations().forEach(it -> audits.put("trace of " + it, bob.text("/audit/trace/" + it)));
    assertThat(audits.values())
      .as("no answer is a refusal")
      .noneMatch(it -> it.contains("\"retryable\":"));
    return audits;
  }

  /** What was written stays as it is otherwise: the erased can be worked with. */
  private void requireStillWorks(Writings hers) {
    Client.Answer edited = bob.patch("/api/message/" + hers.message(), Map.of("content", "something new"));
    assertThat(edited.body().path("content").asString()).isEqualTo("something new");
    Client.Answer accepted = bob.post("/api/code-change/" + hers.change() + "/accept", Map.of());
    assertThat(accepted.status()).as(accepted.body().toString()).isEqualTo(200);
    assertThat(accepted.body().path("title").asString()).isEqualTo("[erased]");
  }

  /** Contract 6, from the log's beginning and across the erasure. */
  private void requireFoldLaw(String scope) {
    ObjectNode folded = Client.JSON.createObjectNode();
    for (JsonNode event : bob.events(scope, 0)) {
      String id = event.path("model_id").asString();
      switch (event.path("action").asString()) {
        case "insert" -> folded.set(id, event.path("data").deepCopy());
        case "update" -> ((ObjectNode) folded.get(id)).setAll((ObjectNode) event.path("data"));
        default -> folded.remove(id);
      }
    }
    ObjectNode state = Client.JSON.createObjectNode();
    bob.models(scope).forEach(rows -> rows.forEach(row -> state.set(row.path("id").asString(), row)));
    assertThat(folded).isEqualTo(state);
  }

  private void awaitDone() {
    Awaitility.await()
      .atMost(PATIENCE)
      .until(() ->
        alice
          .get("/admin/erasure")
          .body()
          .path("erasures")
          .valueStream()
          .allMatch(erasure -> erasure.path("state").asString().equals("done"))
      );
    disclosure.awaitKeysGone(PATIENCE);
  }

  private static Client.Answer erase(Client by, String subject) {
    return by.post("/api/erasure", Map.of("org_id", by.org().toString(), "subject", subject));
  }

  private Map<String, String> body(String subject) {
    return Map.of("org_id", bob.org().toString(), "subject", subject);
  }

  private ConfigurableApplicationContext start(Class<?> app) {
    return SpringApplication.run(
      app,
      "--server.port=0",
      "--spring.datasource.url=" + database.jdbcUrl(),
      "--agentsync.dev-issuer.key-file=" + folder.resolve("dev-issuer.jwk"),
      "--agentsync.subject-keys.master-key-file=" + folder.resolve("master.key"),
      "--agentsync.signals.between-processes=true",
      "--agentsync.audit.auditors=alice",
      "--logging.level.root=WARN"
    );
  }

  /** Commands to that node, all else to the one with all parts. */
  private Client.Addresses addresses(ConfigurableApplicationContext commands) {
    return new Client.Addresses(address(commands), address(all), address(all));
  }

  private static URI address(ConfigurableApplicationContext app) {
    return URI.create("http://127.0.0.1:" + app.getEnvironment().getProperty("local.server.port"));
  }
}
