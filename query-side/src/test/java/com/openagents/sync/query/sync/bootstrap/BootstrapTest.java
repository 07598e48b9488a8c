package com.openagents.sync.query.sync.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.api.agent.AgentEvent.AgentRenamed;
import com.openagents.sync.api.message.MessageEvent.MessagePosted;
import com.openagents.sync.api.reasoning.ReasoningEvent.StepRecorded;
import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.query.platform.Catalogue;
import com.openagents.sync.query.platform.Model;
import com.openagents.sync.query.testing.EventStore;
import com.openagents.sync.query.testing.History;
import com.openagents.sync.query.testing.History.Kind;
import com.openagents.sync.query.testing.History.Step;
import com.openagents.sync.query.testing.RunningQuerySide;
import com.openagents.sync.query.testing.Sample;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@DisplayName("GET /sync/bootstrap")
class BootstrapTest {

  private static final String TRICKY = "\u001b[31mred\u001b[0m \"quoted\" \\ 😀 \u2028 <b>";

  private static EventStore store;
  private static RunningQuerySide app;
  private static Sample sample;
  private static MessagePosted message;

  @BeforeAll
  static void start() {
    TestDatabase database = TestDatabase.create();
    store = EventStore.createdIn(database);
    app = RunningQuerySide.on(database, "agentsync.projector.poll-every=20ms");
    sample = Sample.in(store);
    message = sample.message(TRICKY);
    store.append(message, sample.message("second"));
    store.append(new StepRecorded(UUID.randomUUID(), sample.agentId(), sample.orgId(), "hm", "ls", null));
    Sample.in(store);
    store.awaitProjected();
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  private static String path(String more) {
    return "/sync/bootstrap?scope=" + sample.org() + more;
  }

  @Test
  @DisplayName("all models of the scope, oldest row first, every column under its name")
  void whole() {
    JsonNode answer = app.json(path(""));

    assertThat(answer.propertyNames()).containsExactly("models", "lastSyncId", "epoch");
    JsonNode models = answer.get("models");
    assertThat(models.propertyNames()).containsExactlyElementsOf(
      app.bean(Catalogue.class).models().stream().map(Model::plural).toList()
    );
    assertThat(models.at("/Orgs/0/name").stringValue()).isEqualTo("acme");
    assertThat(models.at("/Agents/0/status").stringValue()).isEqualTo("active");
    JsonNode row = models.at("/Messages/0");
    assertThat(row.propertyNames()).containsExactly(
      "id",
      "agent_id",
      "org_id",
      "role",
      "content",
      "created_at",
      "updated_at"
    );
    assertThat(row.get("id").stringValue()).isEqualTo(message.id().toString());
    assertThat(row.get("role").stringValue()).isEqualTo("user");
    assertThat(row.get("content").stringValue()).isEqualTo(TRICKY);
    assertThat(row.get("created_at").stringValue()).matches(
      "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z"
    );
    assertThat(models.at("/Messages/1/content").stringValue()).isEqualTo("second");
    assertThat(models.at("/ReasoningSteps/0").has("observation")).isTrue();
    assertThat(models.at("/ReasoningSteps/0/observation").isNull()).isTrue();
  }

  @Test
  @DisplayName("a model's columns are those of its table and the fields of its rows on the wire")
  void columns() {
    History history = new History();
    for (int target = 1; target <= 3; target++) {
      for (Kind kind : Kind.values()) {
        if (kind != Kind.DELETE) {
          store.append(history.next(new Step(kind, target, "text")));
        }
      }
    }
    store.awaitProjected();
    JsonNode models = app.json("/sync/bootstrap?scope=" + history.scopes().getFirst()).get("models");
    for (Model model : app.bean(Catalogue.class).models()) {
      assertThat(
        app
          .bean(JdbcClient.class)
          .sql(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'read' AND table_name = ?"
          )
          .param(model.table())
          .query(String.class)
          .list()
      ).containsExactlyInAnyOrderElementsOf(model.storedColumns());
      assertThat(models.get(model.plural()).get(0).propertyNames()).containsExactlyElementsOf(
        model.columns()
      );
    }
  }

  @Test
  @DisplayName("an agent's scope holds the agent and what is its own; other orgs' rows are nowhere")
  void agentScope() {
    JsonNode models = app.json("/sync/bootstrap?scope=" + sample.agent()).get("models");

    assertThat(models.get("Orgs")).isEmpty();
    assertThat(models.get("Agents")).hasSize(1);
    assertThat(models.get("Messages")).hasSize(2);
    assertThat(app.json(path("")).at("/models/Orgs")).hasSize(1);
  }

  @Test
  @DisplayName("only the models asked for")
  void someModels() {
    JsonNode answer = app.json(path("&models=Message,Agent"));

    assertThat(answer.get("models").propertyNames()).containsExactly("Agents", "Messages");
    assertThat(answer.has("lastSyncId")).isTrue();
  }

  @Test
  @DisplayName("as lines: a row each, then a trailer with their number")
  void lines() {
    HttpResponse<String> answer = app.get(path(""), "Accept", "application/x-ndjson, */*;q=0.1");

    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
    List<JsonNode> lines = answer.body().lines().map(RunningQuerySide.JSON::readTree).toList();
    assertThat(lines).hasSize(1 + 1 + 2 + 1 + 1);
    assertThat(lines.getFirst().get("model").stringValue()).isEqualTo("Org");
    JsonNode whole = app.json(path(""));
    assertThat(lines.get(2).get("row")).isEqualTo(whole.at("/models/Messages/0"));
    JsonNode trailer = lines.getLast();
    assertThat(trailer.get("rows").intValue()).isEqualTo(5);
    assertThat(trailer.get("lastSyncId")).isEqualTo(whole.get("lastSyncId"));
    assertThat(trailer.get("epoch")).isEqualTo(whole.get("epoch"));
  }

  @Test
  @DisplayName(
    "revalidated by entity tag: 304 until the scope changes; other forms and models are other answers"
  )
  void entityTag() {
    Sample other = Sample.in(store);
    store.awaitProjected();
    String path = "/sync/bootstrap?scope=" + other.agent();
    HttpResponse<String> first = app.get(path);
    String tag = first.headers().firstValue("ETag").orElseThrow();
    assertThat(tag).startsWith("W/");
    assertThat(first.headers().firstValue("Cache-Control")).hasValue("private, no-cache");

    HttpResponse<String> again = app.get(path, "If-None-Match", tag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(again.headers().firstValue("ETag")).hasValue(tag);
    assertThat(app.get(path, "If-None-Match", tag, "Accept", "application/x-ndjson").statusCode()).isEqualTo(
      200
    );
    assertThat(app.get(path + "&models=Agent", "If-None-Match", tag).statusCode()).isEqualTo(200);

    store.append(new AgentRenamed(other.agentId(), other.orgId(), "renamed"));
    store.awaitProjected();
    assertThat(app.get(path, "If-None-Match", tag).statusCode()).isEqualTo(200);
  }

  @Test
  void headSaysTheSameWithoutTheBody() {
    HttpRequest request = HttpRequest.newBuilder(URI.create(app.url(path(""))))
      .header("Authorization", "Bearer " + app.issuer().token(EventStore.ACTOR))
      .HEAD()
      .build();
    HttpResponse<String> answer = app.send(request, BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("ETag")).isEqualTo(app.get(path("")).headers().firstValue("ETag"));
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void compressedForThoseWhoTakeIt() throws IOException {
    for (String form : List.of("application/json", "application/x-ndjson")) {
      HttpResponse<byte[]> answer = app.send(
        path(""),
        app.issuer().token(EventStore.ACTOR),
        BodyHandlers.ofByteArray(),
        "Accept-Encoding",
        "gzip",
        "Accept",
        form
      );
      assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
      assertThat(answer.headers().firstValue("ETag")).isPresent();
      try (GZIPInputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
        assertThat(new String(unzipped.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(
          app.get(path(""), "Accept", form).body()
        );
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
    delimiter = '|',
    textBlock = """
    /sync/bootstrap                                                     | 400 | invalid_value | scope
    /sync/bootstrap?scope=                                              | 400 | scope_invalid | scope
    /sync/bootstrap?scope=org:42                                        | 400 | scope_invalid | scope
    /sync/bootstrap?scope=team:00000000-0000-0000-0000-000000000000     | 400 | scope_invalid | scope
    /sync/bootstrap?scope=org:00000000-0000-0000-0000-000000000000      | 404 | scope_unknown | scope
    ORG&models=Message,Invoice                                          | 400 | invalid_value | models
    ORG&models=                                                         | 400 | invalid_value | models
    ORG&models=messages                                                 | 400 | invalid_value | models
    """
  )
  void badInput(String path, int status, String code, String field) {
    HttpResponse<String> answer = app.get(path.replace("ORG", path("")));

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    JsonNode problem = RunningQuerySide.JSON.readTree(answer.body());
    assertThat(problem.get("code").stringValue()).isEqualTo(code);
    assertThat(problem.get("field").stringValue()).isEqualTo(field);
    assertThat(answer.headers().firstValue("ETag")).isEmpty();
  }

  @Test
  void unknownModelsAreToldTheKnownOnes() {
    assertThat(app.get(path("&models=Invoice")).body()).contains("Org, Agent, Message, ReasoningStep, ");
  }

  @Test
  void problemsAlsoReachThoseWhoTakeOnlyLines() {
    HttpResponse<String> answer = app.get(path("&models=Invoice"), "Accept", "application/x-ndjson");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("invalid_value");
  }

  @Test
  void otherFormsAreNotToBeHad() {
    assertThat(app.get(path(""), "Accept", "text/csv").statusCode()).isEqualTo(406);
  }

  @Test
  @DisplayName("contract 10: only for those who may see the scope")
  void access() {
    assertThat(status("")).isEqualTo(401);
    assertThat(status("nonsense")).isEqualTo(401);
    assertThat(status(app.issuer().token("alice", Instant.now().minusSeconds(3600)))).isEqualTo(401);
    assertThat(status(app.issuer().token("mallory"))).isEqualTo(403);
    assertThat(status(app.issuer().token("mallory", UUID.randomUUID()))).isEqualTo(403);
    assertThat(status(app.issuer().token("bob", sample.orgId()))).isEqualTo(200);
    assertThat(status(app.issuer().token(EventStore.ACTOR))).isEqualTo(200);
  }

  private static int status(String token) {
    return app.send(path(""), token, BodyHandlers.ofString()).statusCode();
  }
}
