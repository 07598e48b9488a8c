package com.openagents.sync.query.sync.compacted;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@DisplayName("GET /sync/compacted")
class CompactedTest {

  private static RunningQuerySide app;
  private static Sample sample;
  private static MessagePosted untouched;
  private static MessagePosted edited;
  private static MessagePosted deleted;
  private static MessagePosted cameAndWent;
  private static long cursor;

  @BeforeAll
  static void start() {
    TestDatabase database = TestDatabase.create();
    EventStore store = EventStore.createdIn(database);
    app = RunningQuerySide.on(database, "agentsync.projector.poll-every=20ms");
    sample = Sample.in(store);
    untouched = sample.message("untouched");
    edited = sample.message("as posted");
    deleted = sample.message("to be deleted");
    cameAndWent = sample.message("came and went");
    store.append(untouched, edited, deleted);
    store.awaitProjected();
    cursor = app
      .json("/sync/bootstrap?scope=" + sample.org())
      .get("lastSyncId")
      .longValue();
    store.append(
      cameAndWent,
      new MessageEdited(edited.id(), sample.agentId(), sample.orgId(), "once"),
      new MessageEdited(edited.id(), sample.agentId(), sample.orgId(), "as edited"),
      new MessageDeleted(deleted.id(), sample.agentId(), sample.orgId()),
      new MessageDeleted(cameAndWent.id(), sample.agentId(), sample.orgId())
    );
    Sample.in(store);
    store.awaitProjected();
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  private static String path(String more) {
    return "/sync/compacted?scope=" + sample.org() + "&lastSyncId=" + cursor + more;
  }

  @Test
  @DisplayName("changed rows whole, as they are now; of deleted ones the ids; nothing of what did not change")
  void whole() {
    HttpResponse<String> answer = app.get(path(""));

    assertThat(answer.statusCode()).isEqualTo(200);
    JsonNode body = RunningQuerySide.JSON.readTree(answer.body());
    JsonNode bootstrap = app.json("/sync/bootstrap?scope=" + sample.org());
    assertThat(body.propertyNames()).containsExactly("models", "deleted", "lastSyncId", "epoch");
    assertThat(body.get("models").propertyNames()).containsExactlyElementsOf(
      bootstrap.get("models").propertyNames()
    );
    assertThat(body.get("deleted").propertyNames()).containsExactlyElementsOf(
      bootstrap.get("models").propertyNames()
    );
    assertThat(body.at("/models/Messages")).containsExactly(bootstrap.at("/models/Messages/1"));
    assertThat(body.at("/models/Messages/0/content").stringValue()).isEqualTo("as edited");
    assertThat(body.at("/models/Orgs")).isEmpty();
    assertThat(body.at("/deleted/Messages"))
      .extracting(JsonNode::stringValue)
      .containsExactlyInAnyOrder(deleted.id().toString(), cameAndWent.id().toString());
    assertThat(body.at("/deleted/Agents")).isEmpty();
    assertThat(body.get("lastSyncId")).isEqualTo(bootstrap.get("lastSyncId"));
    assertThat(body.get("epoch")).isEqualTo(bootstrap.get("epoch"));
    assertThat(answer.headers().firstValue("Sync-Id")).hasValue(body.get("lastSyncId").toString());
    assertThat(answer.headers().firstValue("Sync-Epoch")).hasValue(body.get("epoch").stringValue());
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(answer.headers().firstValue("ETag")).isEmpty();
  }

  @Test
  @DisplayName("as lines: one each, then a trailer with both numbers")
  void lines() {
    HttpResponse<String> answer = app.get(path(""), "Accept", "application/x-ndjson");

    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
    List<JsonNode> lines = answer.body().lines().map(RunningQuerySide.JSON::readTree).toList();
    assertThat(lines).hasSize(4);
    assertThat(lines.getFirst().get("model").stringValue()).isEqualTo("Message");
    assertThat(lines.getFirst().at("/row/id").stringValue()).isEqualTo(edited.id().toString());
    assertThat(lines.get(1).propertyNames()).containsExactly("model", "deleted");
    assertThat(lines.get(1).get("model").stringValue()).isEqualTo("Message");
    JsonNode trailer = lines.getLast();
    assertThat(trailer.propertyNames()).containsExactly("lastSyncId", "epoch", "rows", "deleted");
    assertThat(trailer.get("rows").intValue()).isEqualTo(1);
    assertThat(trailer.get("deleted").intValue()).isEqualTo(2);
  }

  @Test
  @DisplayName("an agent's scope likewise")
  void agentScope() {
    JsonNode body = app.json("/sync/compacted?scope=" + sample.agent() + "&lastSyncId=" + cursor);

    assertThat(body.at("/models/Messages")).hasSize(1);
    assertThat(body.at("/deleted/Messages")).hasSize(2);
    assertThat(body.at("/models/Orgs").isEmpty()).isTrue();
  }

  @Test
  @DisplayName("only the models asked for")
  void someModels() {
    JsonNode body = app.json(path("&models=ReasoningStep,Agent"));

    assertThat(body.get("models").propertyNames()).containsExactly("Agents", "ReasoningSteps");
    assertThat(body.get("deleted").propertyNames()).containsExactly("Agents", "ReasoningSteps");
  }

  @Test
  @DisplayName("from the very beginning it is all there is")
  void fromZero() {
    JsonNode body = app.json("/sync/compacted?scope=" + sample.org() + "&lastSyncId=0");

    assertThat(body.get("models")).isEqualTo(app.json("/sync/bootstrap?scope=" + sample.org()).get("models"));
    assertThat(body.at("/models/Messages/0/id").stringValue()).isEqualTo(untouched.id().toString());
  }

  @Test
  void nothingNewForWhoIsCaughtUp() {
    long last = app.json(path("")).get("lastSyncId").longValue();
    HttpResponse<String> answer = app.get(
      "/sync/compacted?scope=" + sample.org() + "&lastSyncId=" + last,
      "Accept",
      "application/x-ndjson"
    );

    assertThat(answer.body().lines()).hasSize(1);
  }

  @Test
  void headSaysTheSameWithoutTheBody() {
    HttpRequest request = HttpRequest.newBuilder(URI.create(app.url(path(""))))
      .header("Authorization", "Bearer " + app.issuer().token(EventStore.ACTOR))
      .HEAD()
      .build();
    HttpResponse<String> answer = app.send(request, BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Sync-Id")).isPresent();
    assertThat(answer.body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
    delimiter = '|',
    textBlock = """
    /sync/compacted?lastSyncId=0                                                     | 400 | invalid_value | scope
    /sync/compacted?lastSyncId=0&scope=org:42                                        | 400 | scope_invalid | scope
    /sync/compacted?lastSyncId=0&scope=org:00000000-0000-0000-0000-000000000000      | 404 | scope_unknown | scope
    ORG                                                                              | 400 | invalid_value | lastSyncId
    ORG&lastSyncId=-1                                                                | 400 | invalid_value | lastSyncId
    ORG&lastSyncId=ten                                                               | 400 | invalid_value | lastSyncId
    ORG&lastSyncId=0&epoch=yesterday                                                 | 400 | invalid_value | epoch
    ORG&lastSyncId=0&models=Invoice                                                  | 400 | invalid_value | models
    """
  )
  void badInput(String path, int status, String code, String field) {
    for (String form : List.of("application/json", "application/x-ndjson")) {
      HttpResponse<String> answer = app.get(
        path.replace("ORG", "/sync/compacted?scope=" + sample.org()),
        "Accept",
        form
      );
      assertThat(answer.statusCode()).isEqualTo(status);
      JsonNode problem = RunningQuerySide.JSON.readTree(answer.body());
      assertThat(problem.get("code").stringValue()).isEqualTo(code);
      assertThat(problem.get("field").stringValue()).isEqualTo(field);
    }
  }

  @Test
  @DisplayName("contract 10: only for those who may see the scope")
  void access() {
    assertThat(status("")).isEqualTo(401);
    assertThat(status(app.issuer().token("mallory"))).isEqualTo(403);
    assertThat(status(app.issuer().token("mallory", UUID.randomUUID()))).isEqualTo(403);
    assertThat(status(app.issuer().token("bob", sample.orgId()))).isEqualTo(200);
  }

  private static int status(String token) {
    return app.send(path(""), token, BodyHandlers.ofString()).statusCode();
  }
}
