package com.openagents.sync.command;

import static com.openagents.sync.api.rejection.RejectionCode.IDEMPOTENCY_KEY_REUSED;
import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.command.testing.Answer;
import com.openagents.sync.command.testing.Api;
import com.openagents.sync.command.testing.Api.Tenant;
import com.openagents.sync.command.testing.BadCall;
import com.openagents.sync.command.testing.Call;
import com.openagents.sync.command.testing.CommandSideServer;
import com.openagents.sync.command.testing.Crowd;
import com.openagents.sync.command.testing.StoredEvents;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@CommandSideServer
class IdempotencyTest {

  private static final int THREADS = 16;

  @LocalServerPort
  private int port;

  @Autowired
  private StoredEvents stored;

  private final String key = UUID.randomUUID().toString();
  private Tenant tenant = Tenant.NOBODY;

  @BeforeEach
  void newTenant() {
    tenant = new Api(port).newTenant();
  }

  @Test
  @DisplayName("contract 9: one key from many threads takes effect once, and all get the same answer")
  void manyAtOnce() {
    List<Answer> answers = Crowd.atOnce(THREADS, _ -> tenant.send(post("hello")));
    assertThat(answers).extracting(Answer::status).containsOnly(202);
    assertThat(answers).extracting(Answer::body).containsOnly(answers.getFirst().body());
    assertThat(stored.ofMutation(key)).hasSize(1);
    assertThat(stored.of(answers.getFirst().id())).hasSize(1);
  }

  @Test
  @DisplayName("contract 9: one edit from many threads takes effect once")
  void manyEditsAtOnce() {
    UUID message = tenant.post("hello").id();
    List<Answer> answers = Crowd.atOnce(THREADS, _ -> tenant.send(edit(message, "hello, world")));
    assertThat(answers).extracting(Answer::body).containsOnly(answers.getFirst().body());
    assertThat(stored.of(message)).hasSize(2);
  }

  @Test
  @DisplayName("contract 9: different edits from many threads all take effect, each once")
  void manyDifferentEditsAtOnce() {
    UUID message = tenant.post("hello").id();
    List<Answer> answers = Crowd.atOnce(THREADS, thread ->
      tenant.mutate("PATCH", "/api/message/" + message, "{\"content\":\"edit %d\"}".formatted(thread))
    );
    assertThat(answers).extracting(Answer::status).containsOnly(202);
    assertThat(stored.of(message)).hasSize(1 + THREADS);
  }

  @Test
  @DisplayName("contract 9: of many who want one id, one gets it")
  void manyWantOneId() {
    UUID id = UUID.randomUUID();
    List<Answer> answers = Crowd.atOnce(THREADS, thread ->
      tenant.mutate("POST", "/api/org", "{\"id\":\"%s\",\"name\":\"org %d\"}".formatted(id, thread))
    );
    assertThat(answers).extracting(Answer::status).containsOnlyOnce(202).containsOnly(202, 409);
    assertThat(stored.of(id)).hasSize(1);
  }

  @Test
  @DisplayName("contract 9: a repeat gets the first answer though the state moved on")
  void repeatAfterTheStateMovedOn() {
    UUID message = tenant.post("hello").id();
    Answer first = tenant.send(edit(message, "one"));
    tenant.mutate("PATCH", "/api/message/" + message, "{\"content\":\"two\"}");
    assertThat(tenant.send(edit(message, "one")).body()).isEqualTo(first.body());
    tenant.mutate("DELETE", "/api/message/" + message, "");
    assertThat(tenant.send(edit(message, "one")).body()).isEqualTo(first.body());
    assertThat(stored.of(message)).hasSize(4);
  }

  @Test
  @DisplayName("contract 9: a repeated deletion gets the first answer, another one does not")
  void repeatedDeletion() {
    UUID message = tenant.post("hello").id();
    Call deletion = Call.of("DELETE", "/api/message/" + message).async();
    Answer first = tenant.send(deletion.key(key));
    assertThat(first.text("content")).isEqualTo("hello");
    assertThat(tenant.send(deletion.key(key)).body()).isEqualTo(first.body());
    assertThat(tenant.send(deletion).status()).isEqualTo(410);
  }

  @Test
  @DisplayName("contract 9: a repeated creation gets the first answer though its agent retired")
  void repeatedCreationOfWhatWouldBeRefusedNow() {
    Answer first = tenant.send(post("hello"));
    tenant.mutate("POST", "/api/agent/" + tenant.agent() + "/retire", "");
    assertThat(tenant.send(post("hello")).body()).isEqualTo(first.body());
  }

  @Test
  @DisplayName("contract 9: what changed nothing is repeated with its first answer")
  void repeatOfWhatChangedNothing() {
    UUID message = tenant.post("hello").id();
    Answer first = tenant.send(edit(message, "hello"));
    tenant.mutate("PATCH", "/api/message/" + message, "{\"content\":\"two\"}");
    assertThat(tenant.send(edit(message, "hello")).body()).isEqualTo(first.body());
    assertThat(stored.of(message)).hasSize(2);
    assertThat(stored.ofMutation(key)).isEmpty();
  }

  @Test
  void keyWithAnotherBodyIsRefused() {
    tenant.send(post("hello"));
    isReused(tenant.send(post("hello!")), "/api/message");
  }

  @Test
  void keyWithAnotherCallIsRefused() {
    UUID message = tenant.post("hello").id();
    tenant.send(edit(tenant.post("hello").id(), "hello, world"));
    isReused(tenant.send(edit(message, "hello, world")), "/api/message/" + message);
    assertThat(stored.of(message)).hasSize(1);
  }

  @Test
  void keyOfAnotherPrincipalIsRefused() {
    tenant.send(post("hello"));
    Tenant other = tenant.api().newTenant();
    Answer answer = other.send(
      Call.of("POST", "/api/message").json(other.messageOf("hello")).key(key).async()
    );
    isReused(answer, "/api/message");
  }

  @Test
  @DisplayName("contract 10: the key of another principal does not show its answer where access is refused")
  void keyOfAnotherPrincipalShowsNothing() {
    tenant.send(post("a secret"));
    Answer answer = tenant.api().newTenant().send(post("a secret"));
    isReused(answer, "/api/message");
    assertThat(answer.body()).doesNotContain("secret");
  }

  @Test
  void refusalIsNotRemembered() {
    Call call = Call.of("PATCH", "/api/message/" + UUID.randomUUID())
      .json("{\"content\":\"a\"}")
      .key(key);
    assertThat(tenant.send(call).status()).isEqualTo(404);
    assertThat(tenant.send(post("hello")).status()).isEqualTo(202);
  }

  @Test
  void quotesAroundAKeyDoNotCount() {
    Answer first = tenant.send(post("hello"));
    Answer quoted = tenant.send(
      Call.of("POST", "/api/message")
        .json(tenant.messageOf("hello"))
        .key('"' + key + '"')
        .async()
    );
    assertThat(quoted.body()).isEqualTo(first.body());
    assertThat(quoted.header("Mutation-Id")).hasValue(key);
  }

  @Test
  void quotesWithinAKeyCount() {
    Call call = Call.of("POST", "/api/message").json(tenant.messageOf("hello")).async();
    Answer first = tenant.send(call.key("a\"1\"" + key));
    Answer second = tenant.send(call.key("a1" + key));
    assertThat(first.header("Mutation-Id")).hasValue("a\"1\"" + key);
    assertThat(second.id()).isNotEqualTo(first.id());
  }

  private Call post(String content) {
    return Call.of("POST", "/api/message").json(tenant.messageOf(content)).key(key).async();
  }

  private Call edit(UUID message, String content) {
    return Call.of("PATCH", "/api/message/" + message)
      .json("{\"content\":\"%s\"}".formatted(content))
      .key(key)
      .async();
  }

  private static void isReused(Answer answer, String path) {
    new BadCall("", Call.of("", path), IDEMPOTENCY_KEY_REUSED, "Idempotency-Key").check(answer);
  }
}
