package com.openagents.sync.command;

import static com.openagents.sync.api.rejection.RejectionCode.AGENT_RETIRED;
import static com.openagents.sync.api.rejection.RejectionCode.ALREADY_OBSERVED;
import static com.openagents.sync.api.rejection.RejectionCode.FORBIDDEN;
import static com.openagents.sync.api.rejection.RejectionCode.GONE;
import static com.openagents.sync.api.rejection.RejectionCode.ID_TAKEN;
import static com.openagents.sync.api.rejection.RejectionCode.INVALID_VALUE;
import static com.openagents.sync.api.rejection.RejectionCode.METHOD_NOT_ALLOWED;
import static com.openagents.sync.api.rejection.RejectionCode.NOT_FOUND;
import static com.openagents.sync.api.rejection.RejectionCode.ROUTE_UNKNOWN;
import static com.openagents.sync.api.rejection.RejectionCode.SCOPE_UNKNOWN;
import static com.openagents.sync.api.rejection.RejectionCode.UNAUTHENTICATED;
import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.command.testing.Api;
import com.openagents.sync.command.testing.Api.Tenant;
import com.openagents.sync.command.testing.BadCall;
import com.openagents.sync.command.testing.Call;
import com.openagents.sync.command.testing.CommandSideServer;
import com.openagents.sync.command.testing.StoredEvents;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Calls that are understood and refused: wrong place, no right, no such thing, or a state that does not allow it. */
@CommandSideServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusedCallTest {

  private static final UUID UNKNOWN = UUID.randomUUID();

  @LocalServerPort
  private int port;

  @Autowired
  private StoredEvents stored;

  private Tenant tenant = Tenant.NOBODY;
  private Tenant stranger = Tenant.NOBODY;
  private UUID message = UNKNOWN;
  private UUID deleted = UNKNOWN;
  private UUID observed = UNKNOWN;
  private UUID retired = UNKNOWN;

  @BeforeAll
  void makeAWorld() {
    tenant = new Api(port).newTenant();
    stranger = new Api(port).newTenant();
    message = tenant.post("hello").id();
    deleted = tenant.post("hello").id();
    tenant.mutate("DELETE", "/api/message/" + deleted, "");
    String step = "{\"agent_id\":\"%s\",\"action\":\"ls\",\"observation\":\"a file\"}".formatted(
      tenant.agent()
    );
    observed = tenant.create("/api/reasoning", step).id();
    retired = tenant
      .create("/api/agent", "{\"org_id\":\"%s\",\"name\":\"old\"}".formatted(tenant.org()))
      .id();
    tenant.mutate("POST", "/api/agent/" + retired + "/retire", "");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({ "wrongPlaces", "unknownThings", "states", "badHeaders" })
  void isRefusedAndLeavesNothing(BadCall bad) {
    long before = stored.mutations();
    bad.check(tenant.send(bad.call()));
    assertThat(stored.mutations()).isEqualTo(before);
  }

  @DisplayName("contract 10: a stranger changes nothing of an org")
  @ParameterizedTest(name = "{0}")
  @MethodSource("callsOfAStranger")
  void strangerIsRefused(BadCall bad) {
    long before = stored.mutations();
    bad.check(stranger.send(bad.call()));
    assertThat(stored.mutations()).isEqualTo(before);
  }

  @DisplayName("contract 10: nobody gets in without a token in the right place")
  @ParameterizedTest(name = "{0}")
  @MethodSource("badTokens")
  void unauthenticated(BadCall bad) {
    var answer = tenant.api().send(bad.call());
    bad.check(answer);
    assertThat(answer.header("WWW-Authenticate")).hasValue("Bearer");
  }

  @Test
  void whatIsNotAllowedSaysWhatIs() {
    var answer = tenant.send(Call.of("PUT", "/api/message/" + message));
    assertThat(answer.headers().allValues("Allow"))
      .flatExtracting(value -> List.of(value.split(", ?")))
      .containsExactlyInAnyOrder("PATCH", "DELETE");
  }

  List<BadCall> wrongPlaces() {
    return List.of(
      new BadCall("no such route", Call.of("POST", "/api/thing"), ROUTE_UNKNOWN),
      new BadCall("no such page", Call.of("GET", "/thing"), ROUTE_UNKNOWN),
      new BadCall("GET of the route", Call.of("GET", "/api/message/" + message), METHOD_NOT_ALLOWED),
      new BadCall("DELETE of the collection", Call.of("DELETE", "/api/message"), METHOD_NOT_ALLOWED),
      new BadCall("no UUID in the path", edit("x", "a"), INVALID_VALUE, "id"),
      new BadCall("nearly a UUID in the path", edit("1-1-1-1-1", "a"), INVALID_VALUE, "id"),
      new BadCall("dots in the path", Call.of("GET", "/api/%2e%2e/message"), INVALID_VALUE)
    );
  }

  List<BadCall> unknownThings() {
    return List.of(
      new BadCall("edit of nothing", edit(UNKNOWN, "a"), NOT_FOUND, "id"),
      new BadCall("edit of an agent", edit(tenant.agent(), "a"), NOT_FOUND, "id"),
      new BadCall("edit of an org", edit(tenant.org(), "a"), NOT_FOUND, "id"),
      new BadCall("deletion of nothing", Call.of("DELETE", "/api/message/" + UNKNOWN), NOT_FOUND, "id"),
      new BadCall("renaming a message", rename(message, "a"), NOT_FOUND, "id"),
      new BadCall("observing a message", observe(message, "a"), NOT_FOUND, "id"),
      new BadCall("message to nobody", post(UNKNOWN), NOT_FOUND, "agent_id"),
      new BadCall("message to an org", post(tenant.org()), NOT_FOUND, "agent_id"),
      new BadCall("step of nobody", step(UNKNOWN), NOT_FOUND, "agent_id"),
      new BadCall("agent of no org", agent(UNKNOWN), SCOPE_UNKNOWN, "org_id"),
      new BadCall("agent of an agent", agent(tenant.agent()), SCOPE_UNKNOWN, "org_id")
    );
  }

  List<BadCall> states() {
    return List.of(
      new BadCall("edit of what was deleted", edit(deleted, "a"), GONE),
      new BadCall("deletion of what was deleted", Call.of("DELETE", "/api/message/" + deleted), GONE),
      new BadCall("another observation", observe(observed, "two files"), ALREADY_OBSERVED),
      new BadCall("message to who retired", post(retired), AGENT_RETIRED, "agent_id"),
      new BadCall("step of who retired", step(retired), AGENT_RETIRED, "agent_id"),
      new BadCall(
        "id of a message for an org",
        withId("/api/org", message, "\"name\":\"a\""),
        ID_TAKEN,
        "id"
      ),
      new BadCall(
        "id of an org for an org",
        withId("/api/org", tenant.org(), "\"name\":\"a\""),
        ID_TAKEN,
        "id"
      ),
      new BadCall("id of who retired", withId("/api/org", retired, "\"name\":\"a\""), ID_TAKEN, "id")
    );
  }

  Stream<BadCall> badHeaders() {
    return Stream.of("Idempotency-Key", "X-Correlation-Id").flatMap(header ->
      Stream.of("", "a b", "\"\"", "\"a b\"", "x".repeat(201), "a\tb").map(value ->
        new BadCall(
          header + " '" + value + "'",
          edit(message, "a").with(header, value),
          INVALID_VALUE,
          header
        )
      )
    );
  }

  List<BadCall> callsOfAStranger() {
    return Stream.of(
      agent(tenant.org()),
      rename(tenant.agent(), "mine"),
      Call.of("POST", "/api/agent/" + tenant.agent() + "/retire"),
      post(tenant.agent()),
      post(retired),
      edit(message, "mine"),
      edit(deleted, "mine"),
      Call.of("DELETE", "/api/message/" + message),
      step(tenant.agent()),
      observe(observed, "mine")
    )
      .map(call -> new BadCall(call.method() + " " + call.path(), call, FORBIDDEN))
      .toList();
  }

  List<BadCall> badTokens() {
    Call call = edit(message, "a");
    return List.of(
      new BadCall("none", call, UNAUTHENTICATED),
      new BadCall("no token", call.with("Authorization", "Bearer"), UNAUTHENTICATED),
      new BadCall("garbage", call.with("Authorization", "Bearer garbage"), UNAUTHENTICATED),
      new BadCall("damaged", call.token(tenant.token().substring(1)), UNAUTHENTICATED),
      new BadCall("unsigned", call.token("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSJ9."), UNAUTHENTICATED),
      new BadCall(
        "in the URL",
        Call.of("DELETE", "/api/message/" + message + "?access_token=" + tenant.token()),
        UNAUTHENTICATED
      ),
      new BadCall(
        "as a subprotocol, but no socket",
        call.with("Sec-WebSocket-Protocol", "bearer." + tenant.token()),
        UNAUTHENTICATED
      )
    );
  }

  private static Call edit(Object id, String content) {
    return Call.of("PATCH", "/api/message/" + id).json("{\"content\":\"%s\"}".formatted(content));
  }

  private static Call rename(UUID id, String name) {
    return Call.of("PATCH", "/api/agent/" + id).json("{\"name\":\"%s\"}".formatted(name));
  }

  private static Call observe(UUID id, String observation) {
    return Call.of("PATCH", "/api/reasoning/" + id).json("{\"observation\":\"%s\"}".formatted(observation));
  }

  private static Call agent(UUID org) {
    return Call.of("POST", "/api/agent").json("{\"org_id\":\"%s\",\"name\":\"a\"}".formatted(org));
  }

  private static Call post(UUID agent) {
    return Call.of("POST", "/api/message").json("{\"agent_id\":\"%s\",\"content\":\"a\"}".formatted(agent));
  }

  private static Call step(UUID agent) {
    return Call.of("POST", "/api/reasoning").json("{\"agent_id\":\"%s\",\"thought\":\"a\"}".formatted(agent));
  }

  private static Call withId(String path, UUID id, String fields) {
    return Call.of("POST", path).json("{\"id\":\"%s\",%s}".formatted(id, fields));
  }
}
