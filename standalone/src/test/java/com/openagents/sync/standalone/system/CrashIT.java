package com.openagents.sync.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.standalone.system.Transcripts.Transcript;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Contracts 1, 2, 3, 4 and 9 when the process dies in the middle of its work. */
class CrashIT {

  private static final int COPIES = 4;
  private static final int CRASHES = 2;

  @TempDir
  Path data;

  @TempDir
  Path files;

  @Test
  void whatWasAcknowledgedIsThereAndNothingTwice() {
    Path transcripts = Transcripts.copies(files, COPIES);
    List<Transcript> expected = Transcripts.read(transcripts);
    try (Engine engine = Engine.start(data); Program player = play(engine, transcripts)) {
      Client client = new Client(Client.Addresses.one(engine.url()), "demo", "acme");
      String writer = agent(client);
      Set<String> acknowledged = ConcurrentHashMap.newKeySet();
      Thread writing = Thread.ofVirtual().start(() -> write(client, writer, acknowledged));
      for (int crash = 1; crash <= CRASHES; crash++) {
        awaitSteps(client, crash * expected.size());
        engine.program().kill();
        assertThat(player.output()).as("killed in the middle").doesNotContain("Played");
        engine.restart();
      }
      player.awaitPrinted("Played");
      assertThat(player.awaitExit()).isZero();
      writing.interrupt();

      requireNothingLost(client, writer, acknowledged);
      requireEachOnce(client, writer, expected);
      long head = requireDense(client);

      // A replay of all of it changes nothing.
      try (Program replay = play(engine, transcripts)) {
        replay.awaitPrinted("Played");
        assertThat(replay.output()).contains("were there already");
      }
      assertThat(requireDense(client)).isEqualTo(head);
      requireEachOnce(client, writer, expected);
    }
  }

  private static Program play(Engine engine, Path transcripts) {
    return Program.standalone(
      "demo",
      "--speed",
      "max",
      "--url",
      engine.url().toString(),
      transcripts.toString()
    );
  }

  private static String agent(Client client) {
    String id = UUID.randomUUID().toString();
    client.post("/api/agent", Map.of("id", id, "org_id", client.org(), "name", "writer"));
    return id;
  }

  /** Remembers what it was told is safe; whatever it was not told may be there or not. */
  private static void write(Client client, String agent, Set<String> acknowledged) {
    while (!Thread.currentThread().isInterrupted()) {
      String id = UUID.randomUUID().toString();
      try {
        var answer = client.post(
          "/api/message",
          Map.of("id", id, "agent_id", agent, "content", "safe " + id)
        );
        if (answer.status() == 201 || answer.status() == 202) {
          acknowledged.add(id);
        }
      } catch (Client.Unreachable crashed) {
        Thread.onSpinWait();
      } catch (AssertionError interrupted) {
        return;
      }
    }
  }

  private static void awaitSteps(Client client, int atLeast) {
    await()
      .atMost(Duration.ofMinutes(1))
      .pollInterval(Duration.ofMillis(20))
      .until(() -> client.models(client.orgScope()).path("ReasoningSteps").size() >= atLeast);
  }

  private static void requireNothingLost(Client client, String writer, Set<String> acknowledged) {
    Set<String> there = client
      .models("agent:" + writer)
      .path("Messages")
      .valueStream()
      .map(row -> row.path("id").asString())
      .collect(Collectors.toSet());
    assertThat(acknowledged).isNotEmpty();
    assertThat(there).containsAll(acknowledged);
  }

  private static void requireEachOnce(Client client, String writer, List<Transcript> expected) {
    var models = client.models(client.orgScope()).deepCopy();
    ((ArrayNode) models.path("Agents")).removeIf(agent -> agent.path("id").asString().equals(writer));
    DemoIT.requireSame(models, expected);
  }

  /** Over all scopes the ids have no hole, and within each every event names the one before it. */
  private static long requireDense(Client client) {
    Set<Long> ids = new HashSet<>();
    requireChain(client.events(client.orgScope(), 0), ids);
    for (JsonNode agent : client.models(client.orgScope()).path("Agents")) {
      requireChain(client.events("agent:" + agent.path("id").asString(), 0), ids);
    }
    long head = ids.stream().max(Long::compare).orElseThrow();
    assertThat(ids)
      .hasSize((int) head)
      .containsAll(LongStream.rangeClosed(1, head).boxed().toList());
    return head;
  }

  private static void requireChain(List<JsonNode> events, Set<Long> ids) {
    long previous = 0;
    for (JsonNode event : events) {
      assertThat(event.path("prev_id").asLong()).isEqualTo(previous);
      previous = event.path("id").asLong();
      assertThat(ids.add(previous)).isTrue();
    }
  }
}
