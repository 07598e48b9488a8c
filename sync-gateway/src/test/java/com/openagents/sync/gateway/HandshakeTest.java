package com.openagents.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openagents.sync.platform.json.WireJson;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("The handshake")
class HandshakeTest {

  private final Gateway gateway = Gateway.start();
  private final String token = gateway.token("alice", Duration.ofHours(1));

  @AfterAll
  void stop() {
    gateway.close();
  }

  @Test
  @DisplayName("selects agentsync.v1, wherever it stands among the offers")
  void selectsProtocol() {
    assertThat(protocol(offer("agentsync.v1", "bearer." + token))).isEqualTo("agentsync.v1");
    assertThat(protocol(offer("bearer." + token, "other", "agentsync.v1"))).isEqualTo("agentsync.v1");
    assertThat(protocol(header(token).andThen(offer("agentsync.v1"))::apply)).isEqualTo("agentsync.v1");
  }

  @Test
  @DisplayName("speaks the same without a name to who offers no protocol, or the token alone")
  void noProtocol() {
    assertThat(protocol(header(token))).isEmpty();
    assertThat(protocol(offer("bearer." + token))).isEmpty();
  }

  @Test
  @DisplayName("refuses who offers other protocols only")
  void otherProtocols() {
    assertThat(refusal(header(token).andThen(offer("graphql-ws", "agentsync.v9"))::apply)).isEqualTo(400);
  }

  @Test
  @DisplayName("contract 10: refuses who has no valid token")
  void noToken() {
    assertThat(refusal(UnaryOperator.identity())).isEqualTo(401);
    assertThat(refusal(offer("agentsync.v1", "bearer.nonsense"))).isEqualTo(401);
    assertThat(refusal(header(gateway.token("alice", Duration.ofHours(-1))))).isEqualTo(401);
  }

  @Test
  @DisplayName("takes any origin: a token says who one is, no cookie does")
  void anyOrigin() {
    assertThat(
      protocol(header(token).andThen(builder -> builder.header("Origin", "http://elsewhere.example"))::apply)
    ).isEmpty();
  }

  @Test
  @DisplayName("tells who comes without an upgrade what this is")
  void plainCalls() throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(gateway.http("/sync")).header(
      "Authorization",
      "Bearer " + token
    );
    assertProblem(request.GET().build(), 400, "invalid_value");
    assertProblem(request.POST(HttpRequest.BodyPublishers.ofString("{}")).build(), 405, "method_not_allowed");
    assertProblem(HttpRequest.newBuilder(gateway.http("/sync")).build(), 401, "unauthenticated");
  }

  private static void assertProblem(HttpRequest request, int status, String code)
    throws IOException, InterruptedException {
    HttpResponse<String> answer = TestClient.HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    JsonNode problem = WireJson.mapper().readTree(answer.body());
    assertThat(problem.path("code").asString()).isEqualTo(code);
  }

  private String protocol(UnaryOperator<WebSocket.Builder> handshake) {
    TestClient client = TestClient.connect(gateway.address(), handshake);
    client.expectNothingMore();
    String protocol = client.socket().getSubprotocol();
    client.abort();
    return protocol;
  }

  private int refusal(UnaryOperator<WebSocket.Builder> handshake) {
    int[] status = new int[1];
    assertThatThrownBy(() -> TestClient.connect(gateway.address(), handshake))
      .isInstanceOf(CompletionException.class)
      .cause()
      .isInstanceOfSatisfying(
        WebSocketHandshakeException.class,
        refused -> status[0] = refused.getResponse().statusCode()
      );
    return status[0];
  }

  private static UnaryOperator<WebSocket.Builder> offer(String first, String... more) {
    return builder -> builder.subprotocols(first, more);
  }

  private static UnaryOperator<WebSocket.Builder> header(String token) {
    return builder -> builder.header("Authorization", "Bearer " + token);
  }
}
