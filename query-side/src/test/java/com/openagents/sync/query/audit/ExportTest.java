package com.openagents.sync.query.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.message.MessageEvent.MessageDeleted;
import com.openagents.sync.api.message.MessageEvent.MessagePosted;
import com.openagents.sync.query.testing.EventStore;
import com.openagents.sync.query.testing.RunningQuerySide;
import com.openagents.sync.query.testing.Sample;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@DisplayName("GET /audit/export")
class ExportTest {

  private static final String TRICKY = "a \"quoted\", line\r\nand = 😀 \u2028";
  private static final String FORMULA = "=HYPERLINK(\"http://x\",\"y\")";

  private static AuditedStore store;
  private static Sample sample;
  private static MessagePosted message;

  @BeforeAll
  static void start() {
    // So that an export takes many snapshots.
    store = new AuditedStore("agentsync.audit.snapshot-within=0s");
    sample = Sample.in(store.events());
    message = sample.message(TRICKY);
    store.events().append(FORMULA, List.of(message));
    store.events().append(new MessageDeleted(message.id(), message.agentId(), message.orgId()));
    Sample.in(store.events());
    store.appendUnreadable(UUID.randomUUID(), sample.orgId());
    store.awaitProjected();
  }

  @AfterAll
  static void stop() {
    store.close();
  }

  private static HttpResponse<String> export(String more, String... headers) {
    return store.app().get("/audit/export?scope=" + more, headers);
  }

  @Test
  @DisplayName("as JSON Lines: each event of the org, then how many, up to where, and a digest of it all")
  void lines() throws Exception {
    HttpResponse<String> answer = export(sample.org() + "&format=jsonl");

    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
    assertThat(answer.headers().firstValue("Content-Disposition")).hasValue(
      "attachment; filename=\"agentsync-org-%s.jsonl\"".formatted(sample.orgId())
    );
    List<JsonNode> lines = answer.body().lines().map(RunningQuerySide.JSON::readTree).toList();
    assertThat(lines).hasSize(6);
    JsonNode posted = lines.get(2);
    assertThat(posted.get("type").stringValue()).isEqualTo("MessagePosted");
    assertThat(posted.get("actor").stringValue()).isEqualTo(EventStore.ACTOR);
    assertThat(posted.get("actorKind").stringValue()).isEqualTo("agent");
    assertThat(posted.get("mutationId").stringValue()).isEqualTo(FORMULA);
    assertThat(posted.at("/changes/0/data/content").stringValue()).isEqualTo(TRICKY);
    assertThat(lines.get(3).at("/changes/0/data").isNull()).isTrue();
    assertThat(lines.get(4).get("unreadable").stringValue()).contains("MessageSung");
    JsonNode end = lines.getLast();
    assertThat(end.get("end").booleanValue()).isTrue();
    assertThat(end.get("events").intValue()).isEqualTo(5);
    assertThat(end.get("changes").intValue()).isEqualTo(4);
    assertThat(end.get("unreadable").intValue()).isEqualTo(1);
    assertThat(end.get("through").longValue()).isEqualTo(store.events().lastIndex());
    assertThat(end.get("sha256").stringValue()).isEqualTo(sha256(beforeLast(answer.body(), "\n")));
  }

  @Test
  @DisplayName("as CSV: what RFC 4180 says, no formula, and a last record that says the same")
  void table() throws Exception {
    HttpResponse<String> answer = export(sample.org() + "&format=csv");

    assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/csv");
    List<List<String>> records = records(answer.body());
    assertThat(records.getFirst()).startsWith("index", "event_id", "type").endsWith("data").hasSize(14);
    assertThat(records).allSatisfy(record -> assertThat(record).hasSize(14));
    List<String> posted = records.get(3);
    assertThat(posted.get(5)).isEqualTo("agent");
    assertThat(posted.get(6)).isEqualTo("'" + FORMULA);
    assertThat(RunningQuerySide.JSON.readTree(posted.get(13)).get("content").stringValue()).isEqualTo(TRICKY);
    assertThat(records.get(5)).contains("unreadable");
    List<String> last = records.getLast();
    assertThat(last.get(2)).isEqualTo("end");
    JsonNode end = RunningQuerySide.JSON.readTree(last.get(13));
    assertThat(end.get("events").intValue()).isEqualTo(5);
    assertThat(end.get("sha256").stringValue()).isEqualTo(sha256(beforeLast(answer.body(), "\r\n")));
  }

  @Test
  @DisplayName("an agent's scope has the events that its subscribers see")
  void agent() {
    List<JsonNode> lines = lines(export(sample.agent() + "&format=jsonl"));

    assertThat(lines.stream().map(line -> line.path("type").asString())).containsExactly(
      "AgentCreated",
      "MessagePosted",
      "MessageDeleted",
      ""
    );
    assertThat(lines.getLast().get("unreadable").intValue()).isEqualTo(1);
  }

  @Test
  @DisplayName("goes on where another one broke off")
  void after() {
    List<JsonNode> whole = lines(export(sample.org() + "&format=jsonl"));
    long second = whole.get(1).get("index").longValue();
    List<JsonNode> rest = lines(export(sample.org() + "&format=jsonl&after=" + second));

    assertThat(rest.subList(0, rest.size() - 1)).isEqualTo(whole.subList(2, whole.size() - 1));
    assertThat(rest.getLast().get("after").longValue()).isEqualTo(second);
  }

  @ParameterizedTest
  @CsvSource(
    delimiter = '|',
    textBlock = """
    text/csv                                    | text/csv
    text/csv, application/x-ndjson;q=0.5        | text/csv
    application/x-ndjson                        | application/x-ndjson
    */*                                         | application/x-ndjson
    """
  )
  void negotiated(String accept, String type) {
    assertThat(
      export(sample.org().toString(), "Accept", accept).headers().firstValue("Content-Type").orElseThrow()
    ).startsWith(type);
  }

  @ParameterizedTest
  @CsvSource(
    delimiter = '|',
    textBlock = """
    org:42                                          | 400 | scope_invalid | scope
    org:00000000-0000-0000-0000-000000000000        | 404 | scope_unknown | scope
    ORG&format=xlsx                                 | 400 | invalid_value | format
    ORG&after=-1                                    | 400 | invalid_value | after
    ORG&after=99999999                              | 400 | invalid_value | after
    ORG&after=last                                  | 400 | invalid_value | after
    """
  )
  void badInput(String more, int status, String code, String field) {
    JsonNode problem = store.problem(
      "/audit/export?scope=" + more.replace("ORG", sample.org().toString()),
      status
    );
    assertThat(problem.get("code").stringValue()).isEqualTo(code);
    assertThat(problem.get("field").stringValue()).isEqualTo(field);
  }

  @Test
  void headSaysHowFarItWouldReachWithoutTheBody() {
    HttpRequest request = HttpRequest.newBuilder(
      URI.create(store.app().url("/audit/export?format=csv&scope=" + sample.org()))
    )
      .header("Authorization", "Bearer " + store.app().issuer().token(EventStore.ACTOR))
      .HEAD()
      .build();
    HttpResponse<String> answer = store.app().send(request, BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Export-Through")).hasValue(
      Long.toString(store.events().lastIndex())
    );
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void otherFormsAreNotToBeHad() {
    assertThat(export(sample.org().toString(), "Accept", "application/pdf").statusCode()).isEqualTo(406);
  }

  @Test
  @DisplayName("contract 10: only for those who may see the scope")
  void access() {
    String path = "/audit/export?scope=" + sample.org();
    assertThat(store.statusFor("mallory", path, UUID.randomUUID())).isEqualTo(403);
    assertThat(store.statusFor("bob", path, sample.orgId())).isEqualTo(200);
  }

  private static List<JsonNode> lines(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body().lines().map(RunningQuerySide.JSON::readTree).toList();
  }

  private static String beforeLast(String body, String endOfLine) {
    int end = body.lastIndexOf(endOfLine, body.length() - endOfLine.length() - 1);
    return body.substring(0, end + endOfLine.length());
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of().formatHex(
      MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8))
    );
  }

  /** Reads what RFC 4180 describes, and nothing else. */
  private static List<List<String>> records(String body) {
    List<List<String>> records = new ArrayList<>();
    List<String> record = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int at = 0; at < body.length(); at++) {
      char character = body.charAt(at);
      if (quoted && character == '"' && at + 1 < body.length() && body.charAt(at + 1) == '"') {
        field.append(body.charAt(++at));
      } else if (character == '"') {
        quoted = !quoted;
      } else if (!quoted && (character == ',' || character == '\r')) {
        record.add(field.toString());
        field.setLength(0);
      } else if (!quoted && character == '\n') {
        records.add(record);
        record = new ArrayList<>();
      } else {
        field.append(character);
      }
    }
    return records;
  }
}
