package com.openagents.sync.command;

import static com.openagents.sync.api.rejection.RejectionCode.INVALID_VALUE;
import static com.openagents.sync.api.rejection.RejectionCode.MALFORMED_JSON;
import static com.openagents.sync.api.rejection.RejectionCode.PAYLOAD_TOO_LARGE;
import static com.openagents.sync.api.rejection.RejectionCode.TEXT_EMPTY;
import static com.openagents.sync.api.rejection.RejectionCode.TEXT_NOT_STORABLE;
import static com.openagents.sync.api.rejection.RejectionCode.TEXT_TOO_LONG;
import static com.openagents.sync.api.rejection.RejectionCode.UNKNOWN_FIELD;
import static com.openagents.sync.api.rejection.RejectionCode.UNSUPPORTED_MEDIA_TYPE;
import static com.openagents.sync.command.testing.CommandSideServer.REQUEST_BYTES_MAX;
import static com.openagents.sync.command.testing.CommandSideServer.TEXT_CHARACTERS_MAX;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.command.testing.Api;
import com.openagents.sync.command.testing.Api.Tenant;
import com.openagents.sync.command.testing.BadCall;
import com.openagents.sync.command.testing.Call;
import com.openagents.sync.command.testing.CommandSideServer;
import com.openagents.sync.command.testing.StoredEvents;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Bodies that are refused before anything is decided. */
@CommandSideServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadBodyTest {

  @LocalServerPort
  private int port;

  @Autowired
  private StoredEvents stored;

  private Tenant tenant = Tenant.NOBODY;

  @BeforeAll
  void newTenant() {
    tenant = new Api(port).newTenant();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({ "badJson", "badFields", "badTexts", "badSizes" })
  void isRefusedAndLeavesNothing(BadCall bad) {
    long before = stored.mutations();
    bad.check(tenant.send(bad.call()));
    assertThat(stored.mutations()).isEqualTo(before);
  }

  static List<BadCall> badJson() {
    return List.of(
      org("nothing", "", MALFORMED_JSON),
      org("null", "null", MALFORMED_JSON),
      org("an array", "[{\"name\":\"a\"}]", MALFORMED_JSON),
      org("a text", "\"a\"", MALFORMED_JSON),
      org("a number", "5", MALFORMED_JSON),
      org("cut off", "{\"name\":\"a\"", MALFORMED_JSON),
      org("no JSON", "name=a", MALFORMED_JSON),
      org("single quotes", "{'name':'a'}", MALFORMED_JSON),
      org("a raw line feed in a text", "{\"name\":\"a\nb\"}", MALFORMED_JSON),
      org("something after it", "{\"name\":\"a\"} x", MALFORMED_JSON),
      org("two objects", "{\"name\":\"a\"}{\"name\":\"b\"}", MALFORMED_JSON),
      org("a field twice", "{\"name\":\"a\",\"name\":\"b\"}", MALFORMED_JSON),
      org("deep nesting", "{\"x\":" + "[".repeat(2_000), MALFORMED_JSON),
      new BadCall("bytes that are not UTF-8", bytes("7b226e616d65223a22c3282228c3227d"), MALFORMED_JSON),
      new BadCall(
        "text/plain",
        orgCall("{\"name\":\"a\"}").with("Content-Type", "text/plain"),
        UNSUPPORTED_MEDIA_TYPE
      ),
      new BadCall(
        "no content type",
        Call.of("POST", "/api/org").body(BodyPublishers.ofString("{\"name\":\"a\"}")),
        UNSUPPORTED_MEDIA_TYPE
      )
    );
  }

  static Stream<BadCall> badFields() {
    Stream<BadCall> ids = Stream.of("\"\"", "\" \"", "\"x\"", "\"1-1-1-1-1\"", "5", "[]", "{}", "true").map(
      id -> org("id " + id, "{\"id\":%s,\"name\":\"a\"}".formatted(id), INVALID_VALUE, "id")
    );
    Stream<BadCall> names = Stream.of("null", "5", "1.5", "true", "[\"a\"]", "{}").map(name ->
      org("name " + name, "{\"name\":%s}".formatted(name), INVALID_VALUE, "name")
    );
    Stream<BadCall> roles = Stream.of("\"\"", "\"boss\"", "0", "[]").map(role ->
      message("role " + role, "\"role\":%s,\"content\":\"a\"".formatted(role), INVALID_VALUE, "role")
    );
    Stream<BadCall> others = Stream.of(
      org("base64 as id", "{\"id\":\"AAAAAAAAAAAAAAAAAAAAAA==\",\"name\":\"a\"}", INVALID_VALUE, "id"),
      org("no name", "{}", INVALID_VALUE, "name"),
      org("a field that nobody knows", "{\"name\":\"a\",\"nme\":\"b\"}", UNKNOWN_FIELD, "nme"),
      org("a field in capitals", "{\"Name\":\"a\"}", UNKNOWN_FIELD, "Name"),
      message("no content", "\"role\":\"user\"", INVALID_VALUE, "content"),
      message("camel case", "\"orgId\":\"a\",\"content\":\"a\"", UNKNOWN_FIELD, "orgId"),
      bad("no agent", "POST", "/api/message", "{\"content\":\"a\"}", INVALID_VALUE, "agent_id"),
      bad("no org", "POST", "/api/agent", "{\"name\":\"a\"}", INVALID_VALUE, "org_id"),
      bad(
        "no observation",
        "PATCH",
        "/api/reasoning/" + Tenant.NOBODY.org(),
        "{}",
        INVALID_VALUE,
        "observation"
      )
    );
    return Stream.of(ids, names, roles, others).flatMap(bads -> bads);
  }

  static List<BadCall> badTexts() {
    return List.of(
      org("an empty name", "{\"name\":\"\"}", TEXT_EMPTY, "name"),
      org("a blank name", "{\"name\":\" \\n\\u2003\"}", TEXT_EMPTY, "name"),
      org("a long name", "{\"name\":\"%s\"}".formatted("x".repeat(201)), TEXT_TOO_LONG, "name"),
      org("NUL", "{\"name\":\"a\\u0000b\"}", TEXT_NOT_STORABLE, "name"),
      org("a high surrogate alone", "{\"name\":\"a\\ud83d\"}", TEXT_NOT_STORABLE, "name"),
      org("a low surrogate alone", "{\"name\":\"\\ude00a\"}", TEXT_NOT_STORABLE, "name"),
      org("surrogates the wrong way round", "{\"name\":\"\\ude00\\ud83d\"}", TEXT_NOT_STORABLE, "name"),
      message(
        "a long content",
        "\"content\":\"%s\"".formatted("x".repeat(TEXT_CHARACTERS_MAX + 1)),
        TEXT_TOO_LONG,
        "content"
      ),
      message("NUL in a content", "\"content\":\"\\u0000\"", TEXT_NOT_STORABLE, "content"),
      bad(
        "NUL in an edit",
        "PATCH",
        "/api/message/" + Tenant.NOBODY.org(),
        "{\"content\":\"\\u0000\"}",
        TEXT_NOT_STORABLE,
        "content"
      )
    );
  }

  static List<BadCall> badSizes() {
    String large = "{\"name\":\"%s\"}".formatted("x".repeat(REQUEST_BYTES_MAX));
    Call chunked = Call.of("POST", "/api/org")
      .body(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large.getBytes(UTF_8))))
      .with("Content-Type", "application/json");
    return List.of(
      org("a large body", large, PAYLOAD_TOO_LARGE),
      new BadCall("a large body in chunks", chunked, PAYLOAD_TOO_LARGE),
      bad(
        "a large body that nobody reads",
        "POST",
        "/api/agent/" + Tenant.NOBODY.org() + "/retire",
        large,
        PAYLOAD_TOO_LARGE,
        null
      )
    );
  }

  private static BadCall org(String what, String json, RejectionCode code) {
    return org(what, json, code, null);
  }

  private static BadCall org(String what, String json, RejectionCode code, @Nullable String field) {
    return new BadCall(what, orgCall(json), code, field);
  }

  private static BadCall message(String what, String fields, RejectionCode code, String field) {
    return bad(
      what,
      "POST",
      "/api/message",
      "{\"agent_id\":\"%s\",%s}".formatted(Tenant.NOBODY.agent(), fields),
      code,
      field
    );
  }

  private static BadCall bad(
    String what,
    String method,
    String path,
    String json,
    RejectionCode code,
    @Nullable String field
  ) {
    return new BadCall(what, Call.of(method, path).json(json), code, field);
  }

  private static Call orgCall(String json) {
    return Call.of("POST", "/api/org").json(json);
  }

  private static Call bytes(String hex) {
    return Call.of("POST", "/api/org")
      .body(BodyPublishers.ofByteArray(HexFormat.of().parseHex(hex)))
      .with("Content-Type", "application/json");
  }
}
