package com.openagents.sync.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** What one subject writes, in every model: random words, each of which would be found wherever it is left. */
final class Writings {

  private static final Map<String, String> MODELS = Map.of(
    "/api/agent",
    "Agent",
    "/api/message",
    "Message",
    "/api/reasoning",
    "ReasoningStep",
    "/api/code-change",
    "CodeChange",
    "/api/account",
    "Account"
  );

  /** A call as it was sent, to be repeated. */
  private record Sent(String path, Map<String, ?> body, String key) {}

  private final Client client;
  private final List<String> words = new ArrayList<>();
  private final List<String> overwritten = new ArrayList<>();
  private final List<Sent> sent = new ArrayList<>();
  private final List<Sent> touches = new ArrayList<>();
  private final List<String> things = new ArrayList<>();
  private final String agent;
  private final String message;
  private final String change;
  private final String touched;

  Writings(Client client) {
    this.client = client;
    String org = client.org().toString();
    agent = create("/api/agent", Map.of("org_id", org, "name", word()));
    message = create("/api/message", Map.of("agent_id", agent, "content", longText()));
    String edited = create("/api/message", Map.of("agent_id", agent, "content", overwritten(word())));
    client.patch("/api/message/" + edited, Map.of("content", word()));
    String deleted = create("/api/message", Map.of("agent_id", agent, "content", overwritten(word())));
    client.delete("/api/message/" + deleted);
    String step = create("/api/reasoning", Map.of("agent_id", agent, "thought", word(), "action", word()));
    client.patch("/api/reasoning/" + step, Map.of("observation", word()));
    change = propose();
    touched = propose();
    String rejected = propose();
    require(client.post("/api/code-change/" + rejected + "/reject", Map.of("reason", word())));
    String account = create("/api/account", Map.of("agent_id", agent, "currency", "USD"));
    create("/api/account/" + account + "/deposit", Map.of("amount", 100, "memo", word()));
  }

  private String propose() {
    return create(
      "/api/code-change",
      Map.of(
        "agent_id",
        agent,
        "title",
        word(),
        "base_revision",
        word(),
        "diff",
        """
        --- a/%1$s
        +++ b/%1$s
        @@ -1 +1 @@
        -%2$s
        +%3$s
        """.formatted(word(), word(), word())
      )
    );
  }

  /** Changes what another one wrote, so that answers to this one hold texts of that one. */
  void touch(Writings other) {
    touch("/api/code-change/" + other.touched + "/accept", Map.of());
    touch("/api/agent/" + other.agent + "/retire", Map.of());
  }

  private void touch(String path, Map<String, ?> body) {
    Sent call = new Sent(path, body, UUID.randomUUID().toString());
    require(client.post(path, body, call.key()));
    touches.add(call);
  }

  Client.Answer post(String content) {
    return client.post("/api/message", Map.of("agent_id", agent, "content", content));
  }

  String message() {
    return message;
  }

  String change() {
    return change;
  }

  /** All that was made, as the audit calls it. */
  List<String> things() {
    return things;
  }

  /** The mutations that made it. */
  List<String> mutations() {
    return sent.stream().map(Sent::key).toList();
  }

  /** All that must not be found once they are erased. */
  List<String> all() {
    List<String> all = new ArrayList<>(words);
    all.addAll(overwritten);
    return all;
  }

  /** All that the rows show now. */
  List<String> shown() {
    return words;
  }

  /** What answers to repeats show. */
  List<String> answered() {
    return all()
      .stream()
      .filter(word -> sent.stream().anyMatch(call -> call.body().toString().contains(word)))
      .toList();
  }

  /** What all calls are answered when they come again. */
  String answersAgain() {
    return again(sent);
  }

  String answersToTouchesAgain() {
    return again(touches);
  }

  private String again(List<Sent> calls) {
    return calls
      .stream()
      .map(call ->
        require(client.post(call.path(), call.body(), call.key()))
          .body()
          .toString()
      )
      .collect(Collectors.joining("\n"));
  }

  private String create(String path, Map<String, ?> body) {
    Sent call = new Sent(path, body, UUID.randomUUID().toString());
    Client.Answer answer = require(client.post(path, body, call.key()));
    sent.add(call);
    String id = answer.body().path("id").asString();
    things.add(MODELS.getOrDefault(path, "Payment") + "/" + id);
    return id;
  }

  private static Client.Answer require(Client.Answer answer) {
    assertThat(answer.status()).as(answer.body().toString()).isBetween(200, 202);
    return answer;
  }

  private String word() {
    String word = UUID.randomUUID().toString().replace("-", "");
    words.add(word);
    return word;
  }

  /** Is shown by no row any more. */
  private String overwritten(String word) {
    words.remove(word);
    overwritten.add(word);
    return word;
  }

  /** Long enough for PostgreSQL to keep it apart from its row. */
  private String longText() {
    List<String> text = new ArrayList<>();
    for (int words = 0; words < 300; words++) {
      text.add(word());
    }
    return String.join(" ", text);
  }
}
