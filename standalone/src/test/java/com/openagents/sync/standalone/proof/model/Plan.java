package com.openagents.sync.standalone.proof.model;

import static com.openagents.sync.standalone.proof.model.Things.body;
import static com.openagents.sync.standalone.proof.model.Things.path;

import com.openagents.sync.standalone.proof.model.Command.Deleted;
import com.openagents.sync.standalone.proof.model.Command.Expected;
import com.openagents.sync.standalone.proof.model.Command.Inserted;
import com.openagents.sync.standalone.proof.model.Command.Manner;
import com.openagents.sync.standalone.proof.model.Command.Unchanged;
import com.openagents.sync.standalone.proof.model.Command.Updated;
import com.openagents.sync.standalone.proof.model.Things.Thing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one writer sends, in order, and what must come of it. Nobody else touches its agents, so it is known without
 * asking the engine.
 */
final class Plan {

  private final Things things;
  private final Refusals refusals;

  Plan(String org, Foreign foreign, RandomGenerator random, Words words) {
    things = new Things(org, foreign, random, words);
    refusals = new Refusals(things);
  }

  /** Of the first agent, which the first command makes. */
  String scope() {
    return "agent:" + things.agents().getFirst().id;
  }

  List<String> scopes() {
    return things
      .agents()
      .stream()
      .map(agent -> "agent:" + agent.id)
      .toList();
  }

  Command next() {
    Command command = choose().or(this::postMessage).orElseGet(this::createAgent);
    if (command.manner() == Manner.PLAIN && command.isAccepted()) {
      things.accepted().add(command);
      int how = things.random().nextInt(20);
      return how < 2 ? command.in(Manner.ASYNC) : how < 4 ? command.in(Manner.TWICE_AT_ONCE) : command;
    }
    return command;
  }

  private Optional<Command> choose() {
    if (things.agents().isEmpty()) {
      return Optional.of(createAgent());
    }
    int kind = things.random().nextInt(100);
    if (kind < 30) {
      return postMessage();
    }
    if (kind < 42) {
      return things.pick(things.messages(), message -> !message.over).map(this::edit);
    }
    if (kind < 50) {
      return things.pick(things.messages(), message -> !message.over).map(this::delete);
    }
    if (kind < 60) {
      return things.pick(things.agents(), agent -> !agent.over).map(this::recordStep);
    }
    if (kind < 67) {
      return things.pick(things.steps(), step -> step.text == null).map(this::observe);
    }
    if (kind < 75) {
      return changeAgent(kind);
    }
    return kind < 82 ? again() : Optional.of(refusals.next(kind - 82));
  }

  private Optional<Command> changeAgent(int kind) {
    return switch (kind) {
      case 67, 68 -> things.agents().size() < 4 ? Optional.of(createAgent()) : Optional.empty();
      case 69, 70, 71 -> things
        .pick(things.agents(), _ -> true)
        .map(agent -> rename(agent, things.words().name()));
      case 72 -> things
        .pick(things.agents(), _ -> true)
        .map(agent -> rename(agent, String.valueOf(agent.text)));
      case 73 -> things
        .pick(things.agents(), agent -> agent.over || things.random().nextInt(3) == 0)
        .map(this::retire);
      default -> things
        .pick(things.messages(), message -> !message.over)
        .map(message -> edit(message, String.valueOf(message.text)));
    };
  }

  private Command createAgent() {
    Thing agent = new Thing(things.words().id(), things.words().name());
    things.agents().add(agent);
    ObjectNode body = body("id", agent.id, "org_id", things.org(), "name", agent.text);
    ObjectNode row = body.deepCopy().put("status", "active");
    return things.command("create agent", "POST", "/api/agent", body, new Inserted("Agents", row));
  }

  private Command rename(Thing agent, String name) {
    boolean changes = !name.equals(agent.text);
    agent.text = name;
    Expected expected = changes
      ? new Updated("Agents", agent.id, Map.of("name", name))
      : new Unchanged("Agents", agent.id);
    return things.command(
      "rename agent",
      "PATCH",
      "/api/agent/" + agent.id,
      body("name", " " + name + "\n"),
      expected
    );
  }

  private Command retire(Thing agent) {
    Expected expected = agent.over
      ? new Unchanged("Agents", agent.id)
      : new Updated("Agents", agent.id, Map.of("status", "retired"));
    agent.over = true;
    return things.command("retire agent", "POST", "/api/agent/" + agent.id + "/retire", null, expected);
  }

  private Optional<Command> postMessage() {
    return things
      .pick(things.agents(), agent -> !agent.over)
      .map(agent -> {
        Thing message = new Thing(things.words().id(), things.words().text());
        things.messages().add(message);
        ObjectNode body = body("id", message.id, "agent_id", agent.id, "content", message.text);
        ObjectNode row = body.deepCopy().put("org_id", things.org()).put("role", "user");
        if (things.random().nextBoolean()) {
          body.put("role", "tool");
          row.put("role", "tool");
        }
        return things.command("post message", "POST", "/api/message", body, new Inserted("Messages", row));
      });
  }

  private Command edit(Thing message) {
    return edit(message, things.words().text());
  }

  private Command edit(Thing message, String content) {
    boolean changes = !content.equals(message.text);
    message.text = content;
    Expected expected = changes
      ? new Updated("Messages", message.id, Map.of("content", content))
      : new Unchanged("Messages", message.id);
    return things.command("edit message", "PATCH", path(message), body("content", content), expected);
  }

  private Command delete(Thing message) {
    message.over = true;
    return things.command(
      "delete message",
      "DELETE",
      path(message),
      null,
      new Deleted("Messages", message.id)
    );
  }

  private Command recordStep(Thing agent) {
    boolean observed = things.random().nextInt(3) == 0;
    Thing step = new Thing(things.words().id(), observed ? things.words().text() : null);
    things.steps().add(step);
    ObjectNode body = body("id", step.id, "agent_id", agent.id, "thought", things.words().text());
    ObjectNode row = body
      .deepCopy()
      .put("org_id", things.org())
      .put("action", "")
      .put("observation", step.text);
    if (observed) {
      body.put("observation", step.text);
    } else {
      body.put("action", "run");
      row.put("action", "run");
    }
    return things.command("record step", "POST", "/api/reasoning", body, new Inserted("ReasoningSteps", row));
  }

  private Command observe(Thing step) {
    String observation = things.random().nextInt(4) == 0 ? "" : things.words().text();
    step.text = observation;
    Expected expected = new Updated("ReasoningSteps", step.id, Map.of("observation", observation));
    return things.command(
      "observe step",
      "PATCH",
      "/api/reasoning/" + step.id,
      body("observation", observation),
      expected
    );
  }

  private Optional<Command> again() {
    return things.pick(things.accepted(), _ -> true).map(Command::again);
  }
}
