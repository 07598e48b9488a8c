package com.openagents.sync.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.platform.testing.Ports;
import com.openagents.sync.standalone.system.Transcripts.Message;
import com.openagents.sync.standalone.system.Transcripts.Step;
import com.openagents.sync.standalone.system.Transcripts.Transcript;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Every text of a transcript arrives, in order and unharmed. */
class DemoIT {

  @TempDir
  Path data;

  @TempDir
  Path files;

  @Test
  void realTranscriptsArriveWhole() {
    requireArrived(Transcripts.folder(), List.of(Transcripts.folder().toString()));
  }

  @Test
  void theSamplesArriveWithTheirNulCharactersVisible() {
    Program demo = requireArrived(Transcripts.samples(), List.of());
    assertThat(demo.output()).contains("4 characters replaced");
  }

  @Test
  void aFileThatIsNoTranscriptCostsOneLine() throws Exception {
    Path broken = Files.writeString(files.resolve("broken.traj"), "{\"history\": [");
    Path none = files.resolve("none.traj");
    Program program = Program.standalone("demo", broken.toString(), none.toString());
    assertThat(program.awaitExit()).isEqualTo(2);
    assertThat(program.lines()).hasSize(3);
    assertThat(program.lines().get(0)).contains("broken.traj can't be played: it is not JSON");
    assertThat(program.lines().get(1)).isEqualTo("There is no file " + none);
    assertThat(program.lines().get(2)).isEqualTo("There is nothing to play.");
  }

  private Program requireArrived(Path expected, List<String> sources) {
    List<Transcript> transcripts = Transcripts.read(expected);
    int port = Ports.free();
    Stream<String> options = Stream.of(
      "demo",
      "--speed",
      "max",
      "--port",
      port + "",
      "--data",
      data.toString()
    );
    try (Program demo = Program.standalone(Stream.concat(options, sources.stream()).toArray(String[]::new))) {
      demo.awaitPrinted("Played");
      int messages = transcripts
        .stream()
        .mapToInt(transcript -> transcript.messages().size())
        .sum();
      int steps = transcripts
        .stream()
        .mapToInt(transcript -> transcript.steps().size())
        .sum();
      assertThat(demo.output()).contains(
        "Played %d agents, %d messages, %d steps".formatted(transcripts.size(), messages, steps)
      );
      Client client = new Client(
        Client.Addresses.one(URI.create("http://127.0.0.1:" + port)),
        "demo",
        "acme"
      );
      JsonNode models = client.models(client.orgScope());
      requireSame(models, transcripts);
      requireHandedIn(models, transcripts);
      requirePaid(models, transcripts);
      return demo;
    }
  }

  /** Comparing whole lists compares counts and order as well. */
  static void requireSame(JsonNode models, List<Transcript> expected) {
    Map<String, String> agents = models
      .path("Agents")
      .valueStream()
      .collect(
        Collectors.toMap(agent -> agent.path("name").asString(), agent -> agent.path("id").asString())
      );
    assertThat(agents.keySet()).containsExactlyInAnyOrderElementsOf(
      expected.stream().map(Transcript::agent).toList()
    );
    for (Transcript transcript : expected) {
      String agent = agents.getOrDefault(transcript.agent(), "");
      assertThat(rows(models, "Messages", agent).map(DemoIT::message))
        .as("messages of %s", transcript.agent())
        .containsExactlyElementsOf(transcript.messages());
      assertThat(rows(models, "ReasoningSteps", agent).map(DemoIT::step))
        .as("steps of %s", transcript.agent())
        .containsExactlyElementsOf(transcript.steps());
    }
  }

  private static void requireHandedIn(JsonNode models, List<Transcript> expected) {
    List<String> submissions = expected
      .stream()
      .map(Transcript::submission)
      .filter(submission -> !submission.isBlank())
      .toList();
    assertThat(submissions).isNotEmpty();
    assertThat(
      models
        .path("CodeChanges")
        .valueStream()
        .map(change -> change.path("diff").asString())
    ).containsExactlyInAnyOrderElementsOf(submissions);
    assertThat(models.path("CodeChanges").valueStream()).allSatisfy(change -> {
      assertThat(change.path("status").asString()).isEqualTo("proposed");
      assertThat(change.path("files").size()).isPositive();
    });
  }

  /** Each agent holds what its work cost, in whole cents; the org passed all of it on; nothing came from nowhere. */
  private static void requirePaid(JsonNode models, List<Transcript> expected) {
    Map<String, Long> costs = expected
      .stream()
      .filter(transcript -> transcript.cents() > 0)
      .collect(Collectors.toMap(Transcript::agent, Transcript::cents));
    assertThat(costs).isNotEmpty();
    Map<String, String> names = models
      .path("Agents")
      .valueStream()
      .collect(
        Collectors.toMap(agent -> agent.path("id").asString(), agent -> agent.path("name").asString())
      );
    Map<String, Long> held = accounts(models, "agent").collect(
      Collectors.toMap(
        account -> names.getOrDefault(account.path("agent_id").asString(), ""),
        account -> account.path("balance").asLong()
      )
    );
    assertThat(held).isEqualTo(costs);
    long all = costs.values().stream().mapToLong(Long::longValue).sum();
    assertThat(accounts(models, "org").map(account -> account.path("balance").asLong())).containsExactly(0L);
    assertThat(accounts(models, "outside").map(account -> account.path("balance").asLong())).containsExactly(
      -all
    );
    assertThat(
      models
        .path("Payments")
        .valueStream()
        .map(payment -> payment.path("status").asString())
    )
      .hasSize(2 * costs.size())
      .containsOnly("settled");
  }

  private static Stream<JsonNode> accounts(JsonNode models, String kind) {
    return models
      .path("Accounts")
      .valueStream()
      .filter(account -> account.path("kind").asString().equals(kind));
  }

  private static Stream<JsonNode> rows(JsonNode models, String model, String agent) {
    return models
      .path(model)
      .valueStream()
      .filter(row -> row.path("agent_id").asString().equals(agent))
      .sorted(Comparator.comparing(row -> row.path("created_at").asString()));
  }

  private static Message message(JsonNode row) {
    return new Message(row.path("role").asString(), row.path("content").asString());
  }

  private static Step step(JsonNode row) {
    return new Step(
      row.path("thought").asString(),
      row.path("action").asString(),
      row.path("observation").stringValue()
    );
  }
}
