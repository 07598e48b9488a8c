package com.openagents.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.gateway.TestClient.Close;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("A frame that can't be understood gets its error, and the socket lives")
class BadFramesTest {

  private static final String ORG = "org:0199a1b2-0000-7000-8000-000000000001";

  private final Gateway gateway = Gateway.start("inbound-frame-bytes-max=20000");
  private final TestClient client = gateway.connect("alice");

  @AfterAll
  void stop() {
    gateway.close();
  }

  @ParameterizedTest(name = "{1}: {0}")
  @CsvSource(
    delimiter = '|',
    value = {
      "''                                                     | frame_malformed",
      "nonsense                                               | frame_malformed",
      "{                                                      | frame_malformed",
      "{\"type\":\"ping\"} {\"type\":\"ping\"}                | frame_malformed",
      "{\"type\":\"ping\",\"type\":\"ping\"}                  | frame_malformed",
      "[]                                                     | frame_malformed",
      "null                                                   | frame_malformed",
      "1                                                      | frame_malformed",
      "{}                                                     | frame_malformed",
      "{\"type\":7}                                           | frame_malformed",
      "{\"type\":\"dance\"}                                   | frame_unknown_type",
      "{\"type\":\"Ping\"}                                    | frame_unknown_type",
      "{\"type\":\"ping\",\"extra\":1}                        | unknown_field",
      "{\"type\":\"subscribe\"}                               | invalid_value",
      "{\"type\":\"subscribe\",\"scope\":7,\"lastSyncId\":1}  | invalid_value",
      "{\"type\":\"subscribe\",\"scope\":\"$\"}               | invalid_value",
      "{\"type\":\"subscribe\",\"scope\":\"$\",\"lastSyncId\":-1}     | invalid_value",
      "{\"type\":\"subscribe\",\"scope\":\"$\",\"lastSyncId\":\"1\"}  | invalid_value",
      "{\"type\":\"subscribe\",\"scope\":\"$\",\"lastSyncId\":1.5}    | invalid_value",
      "{\"type\":\"subscribe\",\"scope\":\"$\",\"lastSyncId\":null}   | invalid_value",
      "{\"type\":\"subscribe\",\"scope\":\"$\",\"lastSyncId\":9223372036854775808} | invalid_value",
      "{\"type\":\"subscribe\",\"scope\":\"$\",\"lastSyncId\":1,\"epoch\":\"x\"}   | invalid_value",
      "{\"type\":\"subscribe\",\"scope\":\"$\",\"lastSyncId\":1,\"models\":\"M\"}  | invalid_value",
      "{\"type\":\"subscribe\",\"scope\":\"$\",\"lastSyncId\":1,\"models\":[]}     | invalid_value",
      "{\"type\":\"subscribe\",\"scope\":\"$\",\"lastSyncId\":1,\"models\":[null]} | invalid_value",
      "{\"type\":\"subscribe\",\"scope\":\"$\",\"lastSyncId\":1,\"models\":[7]}    | invalid_value",
      "{\"type\":\"subscribe\",\"scope\":\"$\",\"lastSyncId\":1,\"extra\":1}       | unknown_field",
      "{\"type\":\"subscribe\",\"scope\":\"org:x\",\"lastSyncId\":1}               | scope_invalid",
      "{\"type\":\"subscribe\",\"scope\":\"\",\"lastSyncId\":1}                    | scope_invalid",
      "{\"type\":\"unsubscribe\"}                             | invalid_value",
      "{\"type\":\"unsubscribe\",\"scope\":\"everything\"}    | scope_invalid",
      "{\"type\":\"auth\"}                                    | invalid_value",
      "{\"type\":\"auth\",\"token\":\"\"}                     | unauthenticated",
    }
  )
  void refused(String frame, String code) {
    String sent = frame.replace("$", ORG);
    JsonNode error = client.send(sent).nextError(code);
    assertThat(error.path("message").asString()).isNotBlank();
    assertThat(error.path("retryable").asBoolean()).isFalse();
    assertThat(error.has("scope")).isEqualTo(sent.contains("\"scope\":\""));
    client.expectNothingMore();
  }

  @Test
  @DisplayName("frame_binary: a binary frame, whole or in pieces")
  void binary() {
    client.socket().sendBinary(ByteBuffer.allocate(10), true).join();
    client.nextError("frame_binary");
    client.socket().sendBinary(ByteBuffer.allocate(10_000), false).join();
    client.socket().sendBinary(ByteBuffer.allocate(10_000), true).join();
    client.nextError("frame_binary");
    client.expectNothingMore();
  }

  @Test
  @DisplayName("what a client sent comes back in the error, as far as it can be sent")
  void halfPairs() {
    client.send("{\"type\":\"\\ud83c\",\"scope\":\"\\ud83c\"}");
    assertThat(client.nextError("frame_unknown_type").path("scope").asString()).isEqualTo("?");
    client.expectNothingMore();
  }

  @Test
  @DisplayName("a text frame may come in pieces")
  void pieces() {
    client.socket().sendText("{\"type\":", false).join();
    client.socket().sendText("\"ping\"", false).join();
    client.socket().sendText("}", true).join();
    client.next("pong");
  }

  @Test
  @DisplayName("a frame up to the limit is read; a larger one is told, and the socket closed with 1009")
  void tooLarge() {
    TestClient own = gateway.connect("alice");
    own.send("{\"type\":\"ping\"}" + " ".repeat(19_000));
    own.next("pong");
    own.socket().sendText("é".repeat(11_000), false).join();
    own.nextError("payload_too_large");
    assertThat(own.awaitClose()).extracting(Close::code).isEqualTo(1009);
  }

  @Test
  @DisplayName("nothing of a refused frame takes effect: other subscriptions go on")
  void othersGoOn() {
    SyncLogWriter log = gateway.writer();
    Scope scope = log.org(UUID.randomUUID(), "alice");
    TestClient own = gateway.connectWith(gateway.token("alice", Duration.ofHours(1)));
    own.subscribe(scope, log.write(scope, "Message", "a")).next("subscribed");
    own.send("{\"type\":\"dance\"}").nextError("frame_unknown_type");
    long id = log.write(scope, "Message", "b");
    assertThat(own.nextEventIds(1)).containsExactly(id);
  }
}
