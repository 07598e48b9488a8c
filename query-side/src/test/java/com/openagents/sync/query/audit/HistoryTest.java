package com.openagents.sync.query.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.message.MessageEvent.MessageDeleted;
import com.openagents.sync.api.message.MessageEvent.MessageEdited;
import com.openagents.sync.api.message.MessageEvent.MessagePosted;
import com.openagents.sync.api.payment.AccountEvent.AccountOpened;
import com.openagents.sync.api.payment.AccountEvent.FundsPosted;
import com.openagents.sync.api.payment.AccountKind;
import com.openagents.sync.query.testing.EventStore;
import com.openagents.sync.query.testing.Sample;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@DisplayName("GET /audit/{model}/{id}")
class HistoryTest {

  private static AuditedStore store;
  private static Sample sample;
  private static MessagePosted message;
  private static AccountOpened account;

  @BeforeAll
  static void start() {
    store = new AuditedStore("agentsync.audit.entries-max=20");
    sample = Sample.in(store.events());
    message = sample.message("one");
    store.events().append("m-post", List.of(message));
    store.events().append(edited("two"), edited("three"), edited("three"));
    store.events().append(new MessageDeleted(message.id(), message.agentId(), message.orgId()));
    account = new AccountOpened(
      UUID.randomUUID(),
      sample.orgId(),
      sample.agentId(),
      AccountKind.AGENT,
      "USD",
      2
    );
    store.events().append(account);
    store.events().append(posted(500, 500), posted(-200, 300));
    store.awaitProjected();
  }

  @AfterAll
  static void stop() {
    store.close();
  }

  private static MessageEdited edited(String content) {
    return new MessageEdited(message.id(), message.agentId(), message.orgId(), content);
  }

  private static FundsPosted posted(long amount, long balance) {
    return new FundsPosted(
      account.id(),
      account.orgId(),
      account.agentId(),
      UUID.randomUUID(),
      amount,
      balance,
      0
    );
  }

  private static String path() {
    return "/audit/Message/" + message.id();
  }

  @Test
  @DisplayName("who, when, by which mutation, and what changed from what to what; also of what is deleted")
  void whole() {
    JsonNode history = store.app().json(path());

    assertThat(history.get("model").stringValue()).isEqualTo("Message");
    assertThat(history.has("nextCursor")).isFalse();
    JsonNode entries = history.get("entries");
    assertThat(texts(entries, "type")).containsExactly(
      "MessagePosted",
      "MessageEdited",
      "MessageEdited",
      "MessageEdited",
      "MessageDeleted"
    );
    assertThat(texts(entries, "action")).containsExactly("insert", "update", "update", "update", "delete");
    JsonNode first = entries.get(0);
    assertThat(first.get("actor").stringValue()).isEqualTo(EventStore.ACTOR);
    assertThat(first.get("actorKind").stringValue()).isEqualTo("agent");
    assertThat(first.get("mutationId").stringValue()).isEqualTo("m-post");
    assertThat(first.get("correlationId").stringValue()).isEqualTo("m-post");
    assertThat(first.get("causationId").stringValue()).isNotBlank();
    assertThat(first.get("eventId").stringValue()).hasSize(36);
    assertThat(first.get("projected").booleanValue()).isTrue();
    assertThat(first.at("/changes/content/from").isNull()).isTrue();
    assertThat(first.at("/changes/content/to").stringValue()).isEqualTo("one");
    assertThat(first.at("/changes/created_at/to")).isEqualTo(first.get("time"));
    assertThat(first.get("changes").propertyNames()).contains("id", "agent_id", "org_id", "role");
    assertThat(entries.get(1).at("/changes/content").toString()).isEqualTo(
      "{\"from\":\"one\",\"to\":\"two\"}"
    );
    assertThat(entries.get(3).get("changes").propertyNames()).containsExactly("updated_at");
    assertThat(entries.get(4).at("/changes/content").toString()).isEqualTo(
      "{\"from\":\"three\",\"to\":null}"
    );
  }

  @ParameterizedTest
  @CsvSource({ "oldest,1", "oldest,2", "newest,1", "newest,2", "newest,4" })
  @DisplayName("page by page it is the same, from either end")
  void pages(String order, int limit) {
    List<JsonNode> all = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = store.app().json("%s?order=%s&limit=%d%s".formatted(path(), order, limit, cursor));
      assertThat(page.get("entries").size()).isLessThanOrEqualTo(limit);
      page.get("entries").forEach(all::add);
      cursor = page.has("nextCursor") ? "&cursor=" + page.get("nextCursor").longValue() : "";
    } while (!cursor.isEmpty());

    List<JsonNode> whole = new ArrayList<>();
    store.app().json(path()).get("entries").forEach(whole::add);
    assertThat(order.equals("oldest") ? all : all.reversed()).isEqualTo(whole);
  }

  @Test
  @DisplayName("of an account: its balance, with the postings that moved it")
  void account() {
    JsonNode entries = store
      .app()
      .json("/audit/Account/" + account.id())
      .get("entries");

    JsonNode withdrawn = entries.get(2);
    assertThat(withdrawn.at("/changes/balance").toString()).isEqualTo("{\"from\":500,\"to\":300}");
    assertThat(withdrawn.get("changes").propertyNames()).containsExactly("balance", "updated_at");
    assertThat(withdrawn.at("/also/0/model").stringValue()).isEqualTo("Posting");
    assertThat(withdrawn.at("/also/0/action").stringValue()).isEqualTo("insert");
    assertThat(withdrawn.at("/also/0/changes/amount").toString()).isEqualTo("{\"from\":null,\"to\":-200}");

    JsonNode posting = store.app().json("/audit/Posting/" + withdrawn.at("/also/0/id").stringValue());
    assertThat(posting.get("entries")).hasSize(1);
    assertThat(posting.at("/entries/0/index")).isEqualTo(withdrawn.get("index"));
    assertThat(posting.at("/entries/0/also/0/changes/balance").toString()).isEqualTo(
      "{\"from\":500,\"to\":300}"
    );
  }

  @Test
  @DisplayName(
    "an event that nobody can read is there with what is known of it, and does not show in the models"
  )
  void unreadable() {
    Sample other = Sample.in(store.events());
    MessagePosted sung = other.message("la");
    store.events().append(sung);
    store.appendUnreadable(sung.id(), other.orgId());
    store.events().append(new MessageEdited(sung.id(), sung.agentId(), sung.orgId(), "lala"));
    store.awaitProjected();

    JsonNode entries = store
      .app()
      .json("/audit/Message/" + sung.id())
      .get("entries");
    assertThat(entries).hasSize(3);
    assertThat(entries.get(0).get("projected").booleanValue()).isTrue();
    assertThat(entries.get(1).get("unreadable").stringValue()).contains("MessageSung");
    assertThat(entries.get(1).has("actor")).isFalse();
    assertThat(entries.get(2).get("projected").booleanValue()).isFalse();
    assertThat(entries.get(2).at("/changes/content").toString()).isEqualTo(
      "{\"from\":\"la\",\"to\":\"lala\"}"
    );
  }

  @ParameterizedTest
  @CsvSource(
    delimiter = '|',
    textBlock = """
    /audit/message/ID                                        | 400 | invalid_value | model
    /audit/Invoice/ID                                        | 400 | invalid_value | model
    /audit/Message/42                                        | 400 | invalid_value | id
    /audit/Message/ID?limit=0                                | 400 | invalid_value | limit
    /audit/Message/ID?limit=21                               | 400 | invalid_value | limit
    /audit/Message/ID?limit=many                             | 400 | invalid_value | limit
    /audit/Message/ID?cursor=-1                              | 400 | invalid_value | cursor
    /audit/Message/ID?cursor=next                            | 400 | invalid_value | cursor
    /audit/Message/ID?order=random                           | 400 | invalid_value | order
    /audit/Message/00000000-0000-0000-0000-000000000000      | 404 | not_found     | id
    /audit/Posting/00000000-0000-0000-0000-000000000000      | 404 | not_found     | id
    /audit/Agent/ID                                          | 404 | not_found     | id
    """
  )
  void badInput(String path, int status, String code, String field) {
    JsonNode problem = store.problem(path.replace("ID", message.id().toString()), status);

    assertThat(problem.get("code").stringValue()).isEqualTo(code);
    assertThat(problem.get("field").stringValue()).isEqualTo(field);
  }

  @ParameterizedTest
  @ValueSource(strings = { "Message", "Account" })
  @DisplayName("contract 10: only for those who may see the org")
  void access(String model) {
    String path = "/audit/" + model + "/" + (model.equals("Message") ? message.id() : account.id());

    assertThat(store.statusFor("mallory", path)).isEqualTo(403);
    assertThat(store.statusFor("mallory", path, UUID.randomUUID())).isEqualTo(403);
    assertThat(store.statusFor("bob", path, sample.orgId())).isEqualTo(200);
    assertThat(store.statusFor(EventStore.ACTOR, path)).isEqualTo(200);
    assertThat(store.app().send(path, "", BodyHandlers.ofString()).statusCode()).isEqualTo(401);
  }

  private static List<String> texts(JsonNode entries, String field) {
    List<String> texts = new ArrayList<>();
    entries.forEach(entry -> texts.add(entry.get(field).stringValue()));
    return texts;
  }
}
