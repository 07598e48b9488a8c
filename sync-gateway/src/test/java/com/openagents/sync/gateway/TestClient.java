package com.openagents.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.platform.json.WireJson;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client on the JDK's WebSocket. */
final class TestClient implements WebSocket.Listener {

  static final HttpClient HTTP = HttpClient.newHttpClient();

  private static final JsonMapper JSON = WireJson.mapper();
  private static final long WAIT_SECONDS = 20;

  private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
  private final CompletableFuture<Close> closed = new CompletableFuture<>();
  private final AtomicLong bytesReceived = new AtomicLong();
  private final StringBuilder text = new StringBuilder();
  private volatile boolean reading = true;
  private @Nullable WebSocket socket;

  /** How the server closed. */
  record Close(int code, String reason) {}

  static TestClient connect(URI address, String token) {
    return connect(address, builder -> builder.subprotocols("agentsync.v1", "bearer." + token));
  }

  static TestClient connect(URI address, UnaryOperator<WebSocket.Builder> handshake) {
    TestClient client = new TestClient();
    client.socket = handshake.apply(HTTP.newWebSocketBuilder()).buildAsync(address, client).join();
    return client;
  }

  WebSocket socket() {
    return Objects.requireNonNull(socket);
  }

  /** From now on nothing is read from the connection. */
  void stall() {
    reading = false;
  }

  void readOn() {
    reading = true;
    socket().request(1);
  }

  TestClient send(String frame) {
    socket().sendText(frame, true).join();
    return this;
  }

  TestClient subscribe(Scope scope, long lastSyncId) {
    return send("{\"type\":\"subscribe\",\"scope\":\"" + scope + "\",\"lastSyncId\":" + lastSyncId + "}");
  }

  /** The next frame, whatever it is. */
  JsonNode next() {
    try {
      JsonNode frame = frames.poll(WAIT_SECONDS, TimeUnit.SECONDS);
      assertThat(frame).as("a frame within %d s", WAIT_SECONDS).isNotNull();
      return frame;
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  /** The next frame, which must be of this type. */
  JsonNode next(String type) {
    JsonNode frame = next();
    assertThat(frame.path("type").asString()).as("type of %s", frame).isEqualTo(type);
    return frame;
  }

  /** The next frame must be an error with this code. */
  JsonNode nextError(String code) {
    JsonNode frame = next("error");
    assertThat(frame.path("code").asString()).as("code of %s", frame).isEqualTo(code);
    return frame;
  }

  /** Event ids from the next delta frames, until so many are there. */
  List<Long> nextEventIds(int count) {
    List<Long> ids = new ArrayList<>();
    while (ids.size() < count) {
      for (JsonNode event : next("delta").path("events")) {
        ids.add(event.path("id").asLong());
      }
    }
    return ids;
  }

  /** Proves that everything sent before was handled and nothing else waits. */
  void expectNothingMore() {
    send("{\"type\":\"ping\"}");
    next("pong");
  }

  @Nullable
  JsonNode poll() {
    return frames.poll();
  }

  Close awaitClose() {
    return closed.orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
  }

  boolean isClosed() {
    return closed.isDone();
  }

  long bytesReceived() {
    return bytesReceived.get();
  }

  void abort() {
    socket().abort();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    bytesReceived.addAndGet(part.length());
    text.append(part);
    if (last) {
      frames.add(JSON.readTree(text.toString()));
      text.setLength(0);
    }
    if (reading) {
      from.request(1);
    }
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
    throw new AssertionError("no binary frames");
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(new Close(code, reason));
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable failure) {
    closed.complete(new Close(1006, failure.toString()));
  }
}
