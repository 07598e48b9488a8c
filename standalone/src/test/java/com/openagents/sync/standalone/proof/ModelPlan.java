package com.openagents.sync.standalone.proof;

import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.standalone.proof.ModelCommand.Deleted;
import com.openagents.sync.standalone.proof.ModelCommand.Expected;
import com.openagents.sync.standalone.proof.ModelCommand.Inserted;
import com.openagents.sync.standalone.proof.ModelCommand.Manner;
import com.openagents.sync.standalone.proof.ModelCommand.Refused;
import com.openagents.sync.standalone.proof.ModelCommand.Unchanged;
import com.openagents.sync.standalone.proof.ModelCommand.Updated;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one writer sends, in order, and what must come of it. Nobody else touches its agents, so it is known without
 * asking the engine.
 */
final class ModelPlan {

  private final String org;
  private final ModelForeign foreign;
  private final RandomGenerator random;
  private final ModelWords words;
  private final List<Thing> agents = new ArrayList<>();
  private final List<Thing> messages = new ArrayList<>();
  private final List<Thing> steps = new ArrayList<>();
  private final List<ModelCommand> accepted = new ArrayList<>();

  ModelPlan(String org, ModelForeign foreign, RandomGenerator random, ModelWords words) {
    this.org = org;
    this.foreign = foreign;
    this.random = random;
    this.words = words;
  }

  /** An agent, message or step. Its text is a name, content or observation; over is retired or deleted. */
  private static final class Thing {

    private final String id;
    private @Nullable String text;
    private boolean over;

    Thing(String id, @Nullable String text) {
      this.id = id;
      this.text = text;
    }
  }

  /** Of the first agent, which the first command makes. */
  String scope() {
    return "agent:" + agents.getFirst().id;
  }

  List<String> scopes() {
    return agents
      .stream()
      .map(agent -> "agent:" + agent.id)
      .toList();
  }

  ModelCommand next() {
    ModelCommand command = choose().or(this::postMessage).orElseGet(this::createAgent);
    if (command.manner() == Manner.PLAIN && command.isAccepted()) {
      accepted.add(command);
      int how = random.nextInt(20);
      return how < 2 ? command.in(Manner.ASYNC) : how < 4 ? command.in(Manner.TWICE_AT_ONCE) : command;
    }
    return command;
  }

  private Optional<ModelCommand> choose() {
    if (agents.isEmpty()) {
      return Optional.of(createAgent());
    }
    int kind = random.nextInt(100);
    if (kind < 30) {
      return postMessage();
    }
    if (kind < 42) {
      return pick(messages, message -> !message.over).map(this::edit);
    }
    if (kind < 50) {
      return pick(messages, message -> !message.over).map(this::delete);
    }
    if (kind < 60) {
      return pick(agents, agent -> !agent.over).map(this::recordStep);
    }
    if (kind < 67) {
      return pick(steps, step -> step.text == null).map(this::observe);
    }
    if (kind < 75) {
      return changeAgent(kind);
    }
    return kind < 82 ? again() : Optional.of(refused(kind - 82));
  }

  private Optional<ModelCommand> changeAgent(int kind) {
    return switch (kind) {
      case 67, 68 -> agents.size() < 4 ? Optional.of(createAgent()) : Optional.empty();
      case 69, 70, 71 -> pick(agents, _ -> true).map(agent -> rename(agent, words.name()));
      case 72 -> pick(agents, _ -> true).map(agent -> rename(agent, String.valueOf(agent.text)));
      case 73 -> pick(agents, agent -> agent.over || random.nextInt(3) == 0).map(this::retire);
      default -> pick(messages, message -> !message.over).map(message ->
        edit(message, String.valueOf(message.text))
      );
    };
  }

  private ModelCommand createAgent() {
    Thing agent = new Thing(words.id(), words.name());
    agents.add(agent);
    ObjectNode body = body("id", agent.id, "org_id", org, "name", agent.text);
    ObjectNode row = body.deepCopy().put("status", "active");
    return command("create agent", "POST", "/api/agent", body, new Inserted("Agents", row));
  }

  private ModelCommand rename(Thing agent, String name) {
    boolean changes = !name.equals(agent.text);
    agent.text = name;
    Expected expected = changes
      ? new Updated("Agents", agent.id, Map.of("name", name))
      : new Unchanged("Agents", agent.id);
    return command(
      "rename agent",
      "PATCH",
      "/api/agent/" + agent.id,
      body("name", " " + name + "\n"),
      expected
    );
  }

  private ModelCommand retire(Thing agent) {
    Expected expected = agent.over
      ? new Unchanged("Agents", agent.id)
      : new Updated("Agents", agent.id, Map.of("status", "retired"));
    agent.over = true;
    return command("retire agent", "POST", "/api/agent/" + agent.id + "/retire", null, expected);
  }

  private Optional<ModelCommand> postMessage() {
    return pick(agents, agent -> !agent.over).map(agent -> {
      Thing message = new Thing(words.id(), words.text());
      messages.add(message);
      ObjectNode body = body("id", message.id, "agent_id", agent.id, "content", message.text);
      ObjectNode row = body.deepCopy().put("org_id", org).put("role", "user");
      if (random.nextBoolean()) {
        body.put("role", "tool");
        row.put("role", "tool");
      }
      return command("post message", "POST", "/api/message", body, new Inserted("Messages", row));
    });
  }

  private ModelCommand edit(Thing message) {
    return edit(message, words.text());
  }

  private ModelCommand edit(Thing message, String content) {
    boolean changes = !content.equals(message.text);
    message.text = content;
    Expected expected = changes
      ? new Updated("Messages", message.id, Map.of("content", content))
      : new Unchanged("Messages", message.id);
    return command("edit message", "PATCH", path(message), body("content", content), expected);
  }

  private ModelCommand delete(Thing message) {
    message.over = true;
    return command("delete message", "DELETE", path(message), null, new Deleted("Messages", message.id));
  }

  private ModelCommand recordStep(Thing agent) {
    boolean observed = random.nextInt(3) == 0;
    Thing step = new Thing(words.id(), observed ? words.text() : null);
    steps.add(step);
    ObjectNode body = body("id", step.id, "agent_id", agent.id, "thought", words.text());
    ObjectNode row = body.deepCopy().put("org_id", org).put("action", "").put("observation", step.text);
    if (observed) {
      body.put("observation", step.text);
    } else {
      body.put("action", "run");
      row.put("action", "run");
    }
    return command("record step", "POST", "/api/reasoning", body, new Inserted("ReasoningSteps", row));
  }

  private ModelCommand observe(Thing step) {
    String observation = random.nextInt(4) == 0 ? "" : words.text();
    step.text = observation;
    Expected expected = new Updated("ReasoningSteps", step.id, Map.of("observation", observation));
    return command(
      "observe step",
      "PATCH",
      "/api/reasoning/" + step.id,
      body("observation", observation),
      expected
    );
  }

  private Optional<ModelCommand> again() {
    return pick(accepted, _ -> true).map(ModelCommand::again);
  }

  private ModelCommand refused(int kind) {
    Thing agent = pick(agents, _ -> true).orElseThrow();
    return switch (kind) {
      case 0, 1 -> ofThing(messages, it -> it.over, RejectionCode.GONE, it -> path(it), "content");
      case 2 -> ofThing(
        steps,
        it -> it.text != null,
        RejectionCode.ALREADY_OBSERVED,
        it -> "/api/reasoning/" + it.id,
        "observation"
      );
      case 3, 4 -> pick(agents, it -> it.over)
        .map(it -> post(words.id(), it.id, RejectionCode.AGENT_RETIRED))
        .orElseGet(() -> post(words.id(), words.id(), RejectionCode.NOT_FOUND));
      case 5 -> pick(agents, it -> !it.over)
        .map(it -> post(takenId(), it.id, RejectionCode.ID_TAKEN))
        .orElseGet(() -> post(words.id(), words.id(), RejectionCode.NOT_FOUND));
      case 6 -> post(words.id(), foreign.agent(), RejectionCode.FORBIDDEN);
      case 7 -> refuse("/api/message/" + foreign.message(), "content", RejectionCode.FORBIDDEN);
      case 8 -> refuse("/api/agent/" + foreign.agent(), "name", RejectionCode.FORBIDDEN);
      case 9 -> refuse("/api/message/" + words.id(), "content", RejectionCode.NOT_FOUND);
      case 10 -> refuse("/api/message/" + agent.id, "content", RejectionCode.NOT_FOUND);
      case 11 -> create(words.id(), RejectionCode.SCOPE_UNKNOWN);
      case 12 -> create(foreign.org(), RejectionCode.FORBIDDEN);
      case 13 -> refuseText(agent);
      default -> keyOfAnother(kind % 2 == 0);
    };
  }

  private ModelCommand ofThing(
    List<Thing> things,
    Predicate<Thing> wanted,
    RejectionCode code,
    Function<Thing, String> path,
    String field
  ) {
    return pick(things, wanted)
      .map(thing -> refuse(path.apply(thing), field, code))
      .orElseGet(() -> refuse("/api/message/" + words.id(), "content", RejectionCode.NOT_FOUND));
  }

  private ModelCommand refuse(String path, String field, RejectionCode code) {
    return command("refused: " + code, "PATCH", path, body(field, words.text()), new Refused(code));
  }

  private ModelCommand refuseText(Thing agent) {
    ObjectNode body = body("name", " \n");
    Refused refused = new Refused(RejectionCode.TEXT_EMPTY);
    return command("refused: " + refused.code(), "PATCH", "/api/agent/" + agent.id, body, refused);
  }

  private ModelCommand post(String id, String agent, RejectionCode code) {
    ObjectNode body = body("id", id, "agent_id", agent, "content", words.text());
    return command("refused: " + code, "POST", "/api/message", body, new Refused(code));
  }

  private ModelCommand create(String orgId, RejectionCode code) {
    ObjectNode body = body("id", words.id(), "org_id", orgId, "name", words.name());
    return command("refused: " + code, "POST", "/api/agent", body, new Refused(code));
  }

  /** Another request under a key that has taken effect, or the very same one by somebody else. */
  private ModelCommand keyOfAnother(boolean byAStranger) {
    ModelCommand first = pick(accepted, _ -> true).orElseThrow();
    RejectionCode code = RejectionCode.IDEMPOTENCY_KEY_REUSED;
    ModelCommand other = byAStranger ? first.in(Manner.BY_A_STRANGER) : create(org, code);
    return new ModelCommand(
      "refused: " + code,
      other.method(),
      other.path(),
      other.body(),
      first.key(),
      other.manner(),
      new Refused(code)
    );
  }

  private String takenId() {
    List<Thing> all = new ArrayList<>(messages);
    all.addAll(agents);
    all.addAll(steps);
    return pick(all, _ -> true).orElseThrow().id;
  }

  private ModelCommand command(
    String kind,
    String method,
    String path,
    @Nullable ObjectNode body,
    Expected expected
  ) {
    return new ModelCommand(kind, method, path, body, words.id(), Manner.PLAIN, expected);
  }

  private <T> Optional<T> pick(List<T> from, Predicate<T> wanted) {
    List<T> possible = from.stream().filter(wanted).toList();
    return possible.isEmpty() ? Optional.empty() : Optional.of(possible.get(random.nextInt(possible.size())));
  }

  private static String path(Thing message) {
    return "/api/message/" + message.id;
  }

  private static ObjectNode body(@Nullable String... namesAndValues) {
    ObjectNode body = JsonMapper.shared().createObjectNode();
    for (int index = 0; index < namesAndValues.length; index += 2) {
      body.put(String.valueOf(namesAndValues[index]), namesAndValues[index + 1]);
    }
    return body;
  }
}
