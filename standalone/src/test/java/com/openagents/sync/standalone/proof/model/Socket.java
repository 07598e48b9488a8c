package com.openagents.sync.standalone.proof.model;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One connection to {@code /sync}; what comes is handed on with the connection that it came by. */
final class Socket implements WebSocket.Listener {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);

  private final Consumer<Came> sink;
  private final StringBuilder text = new StringBuilder();
  private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);
  private boolean reading = true;
  private @Nullable WebSocket socket;

  /** @param frame null when the connection is over */
  record Came(Socket by, @Nullable JsonNode frame, int closeCode) {}

  private Socket(Consumer<Came> sink) {
    this.sink = sink;
  }

  /** @return null if nobody answers there now */
  static @Nullable Socket connect(URI gateway, String token, Consumer<Came> sink) {
    Socket listener = new Socket(sink);
    try {
      listener.socket = HTTP.newWebSocketBuilder()
        .connectTimeout(CONNECT_WITHIN)
        .subprotocols("agentsync.v1", "bearer." + token)
        .buildAsync(URI.create("ws://" + gateway.getAuthority() + "/sync"), listener)
        .join();
      return listener;
    } catch (CompletionException unreachable) {
      return null;
    }
  }

  /** One after another, since a WebSocket takes one at a time. A broken connection is heard of otherwise. */
  void send(JsonNode frame) {
    sent = sent.thenCompose(_ -> open().sendText(frame.toString(), true)).handle((_, _) -> null);
  }

  /** From now on nothing is read from the connection. */
  synchronized void stall() {
    reading = false;
  }

  synchronized void readOn() {
    if (!reading) {
      reading = true;
      open().request(1);
    }
  }

  void drop(boolean politely) {
    if (politely) {
      open()
        .sendClose(WebSocket.NORMAL_CLOSURE, "")
        .exceptionally(_ -> open());
    } else {
      open().abort();
    }
  }

  private WebSocket open() {
    if (socket == null) {
      throw new IllegalStateException("Not connected yet");
    }
    return socket;
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    text.append(part);
    if (last) {
      sink.accept(new Came(this, JsonMapper.shared().readTree(text.toString()), 0));
      text.setLength(0);
    }
    synchronized (this) {
      if (reading) {
        from.request(1);
      }
    }
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    sink.accept(new Came(this, null, code));
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable failure) {
    sink.accept(new Came(this, null, 1006));
  }
}
