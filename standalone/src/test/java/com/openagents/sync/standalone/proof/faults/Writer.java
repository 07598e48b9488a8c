package com.openagents.sync.standalone.proof.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Writes for one agent, one mutation after another, each repeated with its key until it is acknowledged. What it writes
 * nobody else does, so it knows how each row must look in the end.
 */
final class Writer {

  private static final int MESSAGES_MAX = 40;
  private static final int PAUSE_MS_MIN = 50;
  private static final int PAUSE_MS_MAX = 400;

  private final Api api;
  private final UUID agent;
  private final boolean renames;
  private final Texts texts;
  private final Random random;
  private final Stalls stalls;
  private final Violations violations;
  private final CountDownLatch never = new CountDownLatch(1);
  private final List<String> messages = new ArrayList<>();
  private final List<String> openSteps = new ArrayList<>();
  private final Map<String, JsonNode> rows = new HashMap<>();
  private final List<String> acknowledged = new ArrayList<>();
  private volatile long acknowledgedCount;
  private long repeats;
  private volatile String underWay = "";

  /** @param renames whether it is the one who renames the agent */
  Writer(
    Api api,
    UUID agent,
    boolean renames,
    Texts texts,
    Random random,
    Stalls stalls,
    Violations violations
  ) {
    this.api = api;
    this.agent = agent;
    this.renames = renames;
    this.texts = texts;
    this.random = random;
    this.stalls = stalls;
    this.violations = violations;
  }

  List<String> acknowledged() {
    return acknowledged;
  }

  /** Unlike the others to be asked at any time. */
  long acknowledgedCount() {
    return acknowledgedCount;
  }

  long repeats() {
    return repeats;
  }

  Map<String, JsonNode> rows() {
    return rows;
  }

  String underWay() {
    return underWay;
  }

  void takeTurn() throws InterruptedException {
    int dice = random.nextInt(100);
    if (renames && dice < 5) {
      change("PATCH", "/api/agent/" + agent, Map.of("name", "Agent " + random.nextInt(1 << 30)));
    } else if (dice < 6) {
      openSteps.add(create("/api/reasoning", "thought", Map.of("action", "ls", "thought", text())));
    } else if (dice < 11 && !openSteps.isEmpty()) {
      String step = openSteps.removeFirst();
      change("PATCH", "/api/reasoning/" + step, Map.of("observation", text()));
    } else if (dice < 36 && !messages.isEmpty()) {
      change("PATCH", "/api/message/" + anyMessage(), Map.of("content", text()));
    } else if ((dice < 52 || messages.size() == MESSAGES_MAX) && !messages.isEmpty()) {
      delete(anyMessage());
    } else {
      messages.add(create("/api/message", "content", Map.of("content", text(), "role", "tool")));
    }
  }

  private String text() {
    // Never the same twice: a mutation that changes nothing would leave no event to look for.
    return texts.piece(random) + " #" + random.nextInt(1 << 30);
  }

  private String anyMessage() {
    return messages.get(random.nextInt(messages.size()));
  }

  private String create(String path, String field, Map<String, String> values) throws InterruptedException {
    String id = uuid();
    Map<String, Object> body = new HashMap<>(values);
    body.put("id", id);
    body.put("agent_id", agent);
    keep(id, field, values, perform("POST", path, body));
    return id;
  }

  private void change(String method, String path, Map<String, String> values) throws InterruptedException {
    String id = path.substring(path.lastIndexOf('/') + 1);
    keep(id, values.keySet().iterator().next(), values, perform(method, path, values));
  }

  private void delete(String message) throws InterruptedException {
    perform("DELETE", "/api/message/" + message, null);
    messages.remove(message);
    rows.remove(message);
  }

  private void keep(String id, String field, Map<String, String> values, JsonNode row) {
    if (!row.path(field).asString("").equals(values.get(field)) || !row.path("id").asString("").equals(id)) {
      violations.add("The answer to %s of %s is %s".formatted(values, id, row));
    }
    rows.put(id, row);
  }

  /** Sends it until it is acknowledged; returns the record of the answer. */
  private JsonNode perform(String method, String path, @Nullable Map<String, ?> body)
    throws InterruptedException {
    var call = new Api.Call(method, path, body, uuid(), random.nextBoolean());
    underWay = method + " " + path + " as " + call.key();
    while (true) {
      Api.Answer answer = attempt(call);
      if (answer != null && answer.isAcknowledged()) {
        stalls.acknowledged(call.key());
        acknowledged.add(call.key());
        acknowledgedCount = acknowledged.size();
        return answer.body();
      }
      if (answer != null && !answer.isRetryable()) {
        violations.add("%s was refused: %s".formatted(underWay, answer));
        return answer.body();
      }
      repeats++;
      api.goToAnotherNode();
      // Not of the writer's own dice: what it writes must not depend on how often it is let down.
      pause(Duration.ofMillis(ThreadLocalRandom.current().nextInt(PAUSE_MS_MIN, PAUSE_MS_MAX)));
    }
  }

  private Api.@Nullable Answer attempt(Api.Call call) throws InterruptedException {
    try {
      return api.send(call);
    } catch (IOException | JacksonException noWholeAnswer) {
      return null;
    }
  }

  private void pause(Duration duration) throws InterruptedException {
    var _ = never.await(duration.toMillis(), TimeUnit.MILLISECONDS);
  }

  private String uuid() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }
}
