package com.openagents.sync.standalone.system;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A WebSocket on {@code /sync}, with all frames that came. */
final class Socket implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final WebSocket socket;

  Socket(Client client) {
    URI gateway = client.engine().gateway();
    socket = HttpClient.newHttpClient()
      .newWebSocketBuilder()
      .subprotocols("agentsync.v1", "bearer." + client.token())
      .buildAsync(URI.create("ws://" + gateway.getAuthority() + "/sync"), new Listener())
      .join();
  }

  void send(Map<String, ?> frame) {
    socket.sendText(Client.JSON.writeValueAsString(frame), true).join();
  }

  /** Waits for the first frame that is as wanted. */
  JsonNode await(Predicate<JsonNode> wanted) {
    return Awaitility.await()
      .atMost(PATIENCE)
      .pollInterval(Duration.ofMillis(10))
      .until(() -> frames.stream().filter(wanted).findFirst(), Optional::isPresent)
      .orElseThrow();
  }

  JsonNode awaitType(String type) {
    return await(frame -> frame.path("type").asString().equals(type));
  }

  /** Waits for the event about one record that one mutation caused. */
  JsonNode awaitEvent(long syncIdAtLeast, String modelId) {
    JsonNode delta = await(frame -> event(frame, syncIdAtLeast, modelId).isPresent());
    return event(delta, syncIdAtLeast, modelId).orElseThrow();
  }

  /** Of all delta frames, in the order in which they came. */
  List<JsonNode> events() {
    return frames
      .stream()
      .flatMap(frame -> frame.path("events").valueStream())
      .toList();
  }

  /** How the server closed it. */
  int awaitCloseCode() {
    return closed.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    socket.abort();
  }

  private static Optional<JsonNode> event(JsonNode frame, long syncIdAtLeast, String modelId) {
    return frame
      .path("events")
      .valueStream()
      .filter(event -> event.path("model_id").asString().equals(modelId))
      .filter(event -> event.path("id").asLong() >= syncIdAtLeast)
      .findFirst();
  }

  private final class Listener implements WebSocket.Listener {

    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        frames.add(Client.JSON.readTree(text.toString()));
        text.setLength(0);
      }
      webSocket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
      closed.complete(code);
      return null;
    }
  }
}
