package com.openagents.sync.query.sync.projector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.api.message.MessageEvent.MessageDeleted;
import com.openagents.sync.api.message.MessageEvent.MessageEdited;
import com.openagents.sync.api.message.MessageEvent.MessagePosted;
import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.query.testing.EventStore;
import com.openagents.sync.query.testing.RunningQuerySide;
import com.openagents.sync.query.testing.Sample;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@DisplayName(
  "An event that can't be projected: its org waits in order, the others go on, and it can be tried again"
)
class SetAsideTest {

  private final TestDatabase database = TestDatabase.create();
  private final EventStore store = EventStore.createdIn(database);
  private final LogChecks checks = LogChecks.of(database);
  private RunningQuerySide app = start();
  private Sample hurt;
  private Sample other;

  @BeforeEach
  void twoOrgs() {
    hurt = Sample.in(store);
    other = Sample.in(store);
    checks.awaitPosition(store.lastIndex());
  }

  @AfterEach
  void stop() {
    app.close();
  }

  @Test
  @DisplayName("contract 3, 5: of an unknown type; after a fix all of it comes, in its order")
  void unknownType() {
    store.append(hurt.message("before"));
    store.appendRaw(hurt.orgId(), "AgentPromoted", "{}");
    long poison = store.lastIndex();
    MessagePosted behind = hurt.message("behind");
    store.append(behind);
    store.append(new MessageEdited(behind.id(), hurt.agentId(), hurt.orgId(), "edited"));
    store.append(other.message("of another org"));

    checks.awaitPosition(store.lastIndex());
    assertThat(contents(hurt)).containsExactly("before");
    assertThat(contents(other)).containsExactly("of another org");
    requireShown(poison, "AgentPromoted, revision 1: ", 2);

    MessagePosted meant = hurt.message("meant");
    store.repair(poison, meant);
    assertThat(retry(hurt).statusCode()).isEqualTo(202);

    await().untilAsserted(() -> assertThat(contents(hurt)).containsExactly("before", "meant", "edited"));
    requireNothingSetAside();
    requireOrder(hurt);
  }

  @Test
  @DisplayName("contract 5: that contradicts the read tables; all before it in its batch is projected")
  void contradiction() {
    UUID unknown = UUID.randomUUID();
    store.append(
      "m-1",
      List.of(
        hurt.message("one"),
        other.message("two"),
        new MessageEdited(unknown, hurt.agentId(), hurt.orgId(), "of nothing"),
        hurt.message("behind"),
        other.message("three")
      )
    );
    long poison = store.lastIndex() - 2;

    checks.awaitPosition(store.lastIndex());
    assertThat(contents(hurt)).containsExactly("one");
    assertThat(contents(other)).containsExactly("two", "three");
    requireShown(poison, "Of 1 rows of Message only 0 are there.", 1);
  }

  @Test
  @DisplayName("that still can't be: the next try says why, and what waits goes on waiting")
  void triedInVain() {
    store.appendRaw(hurt.orgId(), "MessageDeleted", "{\"id\":\"no uuid\"}");
    long poison = store.lastIndex();
    store.append(hurt.message("behind"));
    checks.awaitPosition(store.lastIndex());
    requireShown(poison, "MessageDeleted, revision 1: ", 1);

    // Readable now, but of a message that nobody knows.
    store.repair(poison, new MessageDeleted(UUID.randomUUID(), hurt.agentId(), hurt.orgId()));
    retry(hurt);

    await().untilAsserted(() -> requireShown(poison, "Of 1 rows of Message only 0 are there.", 1));
    assertThat(contents(hurt)).isEmpty();
  }

  @Test
  @DisplayName("is tried again by a node that takes over: it may know what the one before did not")
  void takeover() {
    store.appendRaw(hurt.orgId(), "AgentPromoted", "{}");
    long poison = store.lastIndex();
    store.append(hurt.message("behind"));
    checks.awaitPosition(store.lastIndex());
    app.close();
    store.repair(poison, hurt.message("known now"));

    app = start();

    await().untilAsserted(() -> assertThat(contents(hurt)).containsExactly("known now", "behind"));
    requireNothingSetAside();
  }

  @Test
  @DisplayName("contract 10: is shown and tried again only for who belongs to its org")
  void strangers() {
    store.appendRaw(hurt.orgId(), "AgentPromoted", "{}");
    checks.awaitPosition(store.lastIndex());
    String stranger = app.issuer().token("stranger");
    HttpResponse<String> seen = app.send("/admin/set-aside", stranger, BodyHandlers.ofString());
    assertThat(RunningQuerySide.JSON.readTree(seen.body()).at("/orgs").size()).isZero();
    assertThat(post(hurt, stranger).statusCode()).isEqualTo(403);
    assertThat(retry(other).statusCode()).isEqualTo(404);
  }

  private RunningQuerySide start() {
    return RunningQuerySide.on(database, "agentsync.projector.poll-every=50ms");
  }

  private List<String> contents(Sample sample) {
    return app
      .json("/sync/bootstrap?scope=" + sample.agent())
      .at("/models/Messages")
      .valueStream()
      .map(row -> row.path("content").asString())
      .toList();
  }

  private HttpResponse<String> retry(Sample sample) {
    return post(sample, token());
  }

  private HttpResponse<String> post(Sample sample, String token) {
    return app.send(
      HttpRequest.newBuilder(URI.create(app.url("/admin/set-aside/" + sample.orgId() + "/retry")))
        .header("Authorization", "Bearer " + token)
        .POST(HttpRequest.BodyPublishers.noBody())
        .build(),
      BodyHandlers.ofString()
    );
  }

  private String token() {
    return app.issuer().token(EventStore.ACTOR, hurt.orgId(), other.orgId());
  }

  private void requireShown(long poison, String reason, int waiting) {
    HttpResponse<String> answer = app.send("/admin/set-aside", token(), BodyHandlers.ofString());
    JsonNode orgs = RunningQuerySide.JSON.readTree(answer.body()).at("/orgs");
    assertThat(orgs).hasSize(1);
    assertThat(orgs.at("/0/orgId").asString()).isEqualTo(hurt.orgId().toString());
    assertThat(orgs.at("/0/eventIndex").asLong()).isEqualTo(poison);
    assertThat(orgs.at("/0/reason").asString()).startsWith(reason);
    assertThat(orgs.at("/0/eventsWaiting").asInt()).isEqualTo(waiting);
    JsonNode health = RunningQuerySide.JSON.readTree(app.get("/actuator/health").body());
    assertThat(health.at("/components/setAside/status").asString()).isEqualTo("DOWN");
    assertThat(app.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
  }

  private void requireNothingSetAside() {
    assertThat(checks.number("SELECT count(*) FROM sync.set_aside_events")).isZero();
    assertThat(app.get("/actuator/health").statusCode()).isEqualTo(200);
    checks.requireDenseChains();
    checks.requireNothingTwice();
  }

  /** Within an org the log has the event store's order. */
  private void requireOrder(Sample sample) {
    assertThat(
      checks.number(
        """
        SELECT count(*) FROM (
          SELECT event_index, lag(event_index) OVER (ORDER BY id) AS before
          FROM sync.sync_events WHERE scope = '%s') AS event
        WHERE event_index < before
        """.formatted(sample.org())
      )
    ).isZero();
  }
}
