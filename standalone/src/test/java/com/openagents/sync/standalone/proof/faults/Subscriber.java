package com.openagents.sync.standalone.proof.faults;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client as the protocol wants it: bootstraps by HTTP, follows by WebSocket, connects again from its cursor when the
 * socket ends or falls silent, and climbs down the ladder when told so. It runs on a thread of its own until it is closed.
 */
final class Subscriber implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration HTTP_WITHIN = Duration.ofSeconds(20);
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(4);
  private static final Duration SEND_WITHIN = Duration.ofSeconds(4);
  private static final Duration PING_AFTER_SILENCE = Duration.ofSeconds(2);
  private static final Duration SILENT_AT_MOST = Duration.ofSeconds(6);
  private static final int PAUSE_MS_MIN = 100;
  private static final int PAUSE_MS_MAX = 1_000;

  /**
   * Where the engine is; each call may name another node.
   *
   * @param token of somebody who may see all that is followed
   */
  record Way(HttpClient http, Supplier<URI> queries, Supplier<URI> gateways, String token) {}

  /** Hears how it goes, on the subscriber's thread. */
  interface Watcher {
    void delivered(List<String> mutationIds);

    void connected();

    void bootstrapped();

    void resynced(String scope, String reason, String next);

    void refused(JsonNode error);
  }

  private final Way way;
  private final Map<String, Following> followings;
  private final Watcher watcher;
  private final Random random;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile String state = "not begun";

  Subscriber(String name, Way way, Map<String, Following> followings, Watcher watcher, Random random) {
    this.way = way;
    this.followings = followings;
    this.watcher = watcher;
    this.random = random;
    this.thread = Thread.ofVirtual().name(name).start(this::run);
  }

  List<Following> followings() {
    return List.copyOf(followings.values());
  }

  /** What it is at, for whoever wonders why it is not further. */
  String state() {
    return thread.getName() + ": " + state;
  }

  /** Lets it end soon; {@link #close} waits for that. */
  void end() {
    closing.countDown();
  }

  /** What it followed may be looked at from then on. */
  @Override
  public void close() {
    end();
    try {
      thread.join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (isOpen()) {
        try {
          bootstrapWhereNeeded();
          follow();
        } catch (IOException | ExecutionException | TimeoutException broken) {
          state = "waits after " + broken;
        }
        pause(random.nextInt(PAUSE_MS_MIN, PAUSE_MS_MAX));
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isOpen() {
    return closing.getCount() > 0;
  }

  private void pause(long milliseconds) throws InterruptedException {
    var _ = closing.await(milliseconds, TimeUnit.MILLISECONDS);
  }

  private void bootstrapWhereNeeded() throws IOException, InterruptedException {
    for (Following following : followings.values()) {
      if (following.needsBootstrap()) {
        state = "bootstraps " + following.scope();
        following.bootstrapped(get(following.bootstrapPath()));
        watcher.bootstrapped();
      }
    }
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(way.queries().get().resolve(path))
      .header("Authorization", "Bearer " + way.token())
      .timeout(HTTP_WITHIN)
      .build();
    HttpResponse<String> answer = way.http().send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(path + " answers " + answer.statusCode() + " " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  private void follow() throws IOException, InterruptedException, ExecutionException, TimeoutException {
    state = "connects";
    Inbox inbox = new Inbox();
    WebSocket socket = connect(inbox);
    try {
      watcher.connected();
      for (Following following : followings.values()) {
        send(socket, following.subscribeFrame());
      }
      converse(socket, inbox);
    } finally {
      socket.abort();
    }
  }

  private WebSocket connect(Inbox inbox) throws IOException, InterruptedException, ExecutionException {
    URI address = URI.create("ws://" + way.gateways().get().getAuthority() + "/sync");
    try {
      return way
        .http()
        .newWebSocketBuilder()
        .connectTimeout(CONNECT_WITHIN)
        .subprotocols("agentsync.v1", "bearer." + way.token())
        .buildAsync(address, inbox)
        .get(2 * CONNECT_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException slow) {
      throw new ConnectException("no handshake with " + address);
    }
  }

  private void converse(WebSocket socket, Inbox inbox)
    throws IOException, InterruptedException, ExecutionException, TimeoutException {
    long heard = System.nanoTime();
    long pinged = heard;
    while (isOpen()) {
      state = "follows; heard something %d ms ago".formatted(since(heard).toMillis());
      Inbox.Happening next = inbox.next(PING_AFTER_SILENCE.dividedBy(2));
      switch (next) {
        case Inbox.Received received -> {
          heard = System.nanoTime();
          if (!goesOnAfter(JSON.readTree(received.text()), socket)) {
            return;
          }
          socket.request(1);
        }
        case Inbox.Ended ended -> throw new ConnectException("The socket ended: " + ended.why());
        case null -> {
          if (since(heard).compareTo(SILENT_AT_MOST) > 0) {
            throw new ConnectException("The peer is silent");
          }
          if (
            since(heard).compareTo(PING_AFTER_SILENCE) > 0 && since(pinged).compareTo(PING_AFTER_SILENCE) > 0
          ) {
            pinged = System.nanoTime();
            send(socket, Map.of("type", "ping"));
          }
        }
      }
    }
  }

  private static Duration since(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime);
  }

  private boolean goesOnAfter(JsonNode frame, WebSocket socket)
    throws IOException, InterruptedException, ExecutionException, TimeoutException {
    Following following = followings.get(frame.path("scope").asString(""));
    switch (frame.path("type").asString()) {
      case "delta" -> {
        if (following != null) {
          watcher.delivered(following.delta(frame));
        }
      }
      case "subscribed" -> {
        if (following != null) {
          following.subscribed(frame);
        }
      }
      case "resync" -> {
        if (following != null) {
          climbDown(following, frame);
          send(socket, following.subscribeFrame());
        }
      }
      case "error" -> {
        watcher.refused(frame);
        pause(random.nextInt(PAUSE_MS_MIN, PAUSE_MS_MAX));
        if (following != null) {
          send(socket, following.subscribeFrame());
        }
      }
      case "reconnect" -> {
        pause(frame.path("afterMs").asLong());
        return false;
      }
      default -> {
      }
    }
    return true;
  }

  private void climbDown(Following following, JsonNode frame) throws IOException, InterruptedException {
    String next = frame.path("next").asString("bootstrap");
    watcher.resynced(following.scope(), frame.path("reason").asString(), next);
    if (next.equals("compacted")) {
      following.compacted(get(following.compactedPath()));
    } else {
      following.forget();
      bootstrapWhereNeeded();
    }
  }

  private static void send(WebSocket socket, Map<String, ?> frame)
    throws InterruptedException, ExecutionException, TimeoutException {
    socket.sendText(JSON.writeValueAsString(frame), true).get(SEND_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
  }
}
