package com.openagents.sync.standalone.proof.model;

import static com.openagents.sync.standalone.proof.model.Violation.require;

import com.openagents.sync.standalone.proof.model.Command.Deleted;
import com.openagents.sync.standalone.proof.model.Command.Inserted;
import com.openagents.sync.standalone.proof.model.Command.Manner;
import com.openagents.sync.standalone.proof.model.Command.Refused;
import com.openagents.sync.standalone.proof.model.Command.SameAsFirst;
import com.openagents.sync.standalone.proof.model.Command.Unchanged;
import com.openagents.sync.standalone.proof.model.Command.Updated;
import com.openagents.sync.standalone.proof.model.Http.Answer;
import com.openagents.sync.standalone.proof.model.Http.Call;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** Sends one writer's commands one after another, compares every answer, and keeps the rows that must be there. */
final class Writer {

  private final World world;
  private final Rows rows = new Rows();
  private final Map<String, JsonNode> firstAnswers = new HashMap<>();
  /** Keys of the mutations that changed something, with their Sync-Id or 0 where they were not told. */
  private final Map<String, Long> effects = new HashMap<>();
  /** Whether bootstrap must show all that was changed so far. */
  private boolean visible = true;

  Writer(World world) {
    this.world = world;
  }

  Rows rows() {
    return rows;
  }

  Map<String, Long> effects() {
    return effects;
  }

  /** @return what was answered, in short */
  String perform(Command command, boolean look) {
    Answer answer = command.manner() == Manner.TWICE_AT_ONCE ? sendTwice(command) : send(command);
    if (command.expected() instanceof Refused refused) {
      requireRefused(command, answer, refused);
    } else {
      requireAccepted(command, answer);
      if (look && visible) {
        requireVisible(command, answer);
      }
    }
    return answer.status() + " " + answer.header("Sync-Id").orElse("");
  }

  private Answer send(Command command) {
    String token = command.manner() == Manner.BY_A_STRANGER ? world.foreign().token() : world.token();
    return world.http().settle(world.parts()::commands, command.call(token));
  }

  private Answer sendTwice(Command command) {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var other = CompletableFuture.supplyAsync(() -> send(command), executor);
      Answer one = send(command);
      Answer two = other.join();
      require(one.body().equals(two.body()), "Two answers to %s:\n  %s\n  %s", command, one, two);
      return one.header("Sync-Id").isPresent() ? one : two;
    }
  }

  private void requireRefused(Command command, Answer answer, Refused refused) {
    world.tally().count("commands refused");
    JsonNode problem = answer.body();
    require(
      answer.status() == refused.code().httpStatus() &&
        problem.path("code").asString().equalsIgnoreCase(refused.code().name()) &&
        problem.path("status").asInt() == answer.status() &&
        answer.header("Sync-Id").isEmpty(),
      "%s\n  was answered %s",
      command,
      answer
    );
  }

  private void requireAccepted(Command command, Answer answer) {
    world.tally().count("commands accepted");
    boolean isNew = command.method().equals("POST") && !command.path().endsWith("/retire");
    boolean told = answer.header("Sync-Id").isPresent();
    int status = told ? (isNew ? 201 : 200) : 202;
    require(
      answer.status() == status && answer.header("Mutation-Id").orElse("").equals(command.key()),
      "%s\n  was answered %s with %s",
      command,
      answer,
      answer.headers().map()
    );
    require(!told || command.manner() != Manner.ASYNC, "A Sync-Id, though %s", command);
    JsonNode expected = expected(command, answer.body());
    require(
      answer.body().equals(expected),
      "%s\n  was answered %s\n  expected %s",
      command,
      answer,
      expected
    );
    long syncId = answer.header("Sync-Id").map(Long::parseLong).orElse(0L);
    take(command, answer.body(), syncId);
  }

  /** The row as the model has it; times that only the engine knows are taken from the answer. */
  private JsonNode expected(Command command, JsonNode answer) {
    JsonNode now = answer.path("updated_at");
    return switch (command.expected()) {
      case Inserted inserted -> inserted.row().deepCopy().set("created_at", now).set("updated_at", now);
      case Updated updated -> {
        ObjectNode row = rows.row(updated.plural(), updated.id()).deepCopy().asObject();
        updated.changed().forEach(row::put);
        yield row.set("updated_at", now);
      }
      case Unchanged unchanged -> rows.row(unchanged.plural(), unchanged.id());
      case Deleted deleted -> rows.row(deleted.plural(), deleted.id());
      case SameAsFirst _ -> firstAnswers.getOrDefault(command.key(), MissingNode.getInstance());
      case Refused _ -> throw new IllegalStateException();
    };
  }

  private void take(Command command, JsonNode row, long syncId) {
    firstAnswers.putIfAbsent(command.key(), row);
    switch (command.expected()) {
      case Inserted inserted -> rows.put(inserted.plural(), row);
      case Updated updated -> rows.put(updated.plural(), row);
      case Deleted deleted -> rows.remove(deleted.plural(), deleted.id());
      case Unchanged _, SameAsFirst _, Refused _ -> {
        return;
      }
    }
    visible = syncId > 0;
    effects.put(command.key(), syncId);
  }

  /** Read your writes: the answer means that bootstrap shows it, and with it all that this writer did before. */
  private void requireVisible(Command command, Answer answer) {
    String agent = answer.body().path("agent_id").asString(answer.body().path("id").asString());
    Answer bootstrap = world
      .http()
      .settle(
        () -> world.parts().query(rows.size()),
        Call.get("/sync/bootstrap?scope=agent:" + agent, world.token())
      );
    require(bootstrap.status() == 200, "%s\n  then its bootstrap was answered %s", command, bootstrap);
    long syncId = answer.header("Sync-Id").map(Long::parseLong).orElse(0L);
    JsonNode body = bootstrap.body();
    require(
      body.path("lastSyncId").asLong() >= syncId,
      "%s\n  has the Sync-Id %d, but bootstrap says %s",
      command,
      syncId,
      body.path("lastSyncId")
    );
    Rows.of(body.path("models"))
      .differenceTo(rows.ofAgent(agent), "bootstrap", "expected")
      .ifPresent(difference -> {
        throw new Violation("After " + command + " its agent's bootstrap is wrong: " + difference);
      });
    world.tally().count("bootstraps compared after a write");
  }
}
