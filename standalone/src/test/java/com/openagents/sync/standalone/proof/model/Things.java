package com.openagents.sync.standalone.proof.model;

import com.openagents.sync.standalone.proof.model.Command.Expected;
import com.openagents.sync.standalone.proof.model.Command.Manner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What one writer has made so far, as far as planning its next command needs it. */
record Things(
  String org,
  Foreign foreign,
  RandomGenerator random,
  Words words,
  List<Thing> agents,
  List<Thing> messages,
  List<Thing> steps,
  List<Command> accepted
) {
  Things(String org, Foreign foreign, RandomGenerator random, Words words) {
    this(
      org,
      foreign,
      random,
      words,
      new ArrayList<>(),
      new ArrayList<>(),
      new ArrayList<>(),
      new ArrayList<>()
    );
  }

  /** An agent, message or step. Its text is a name, content or observation; over is retired or deleted. */
  static final class Thing {

    final String id;

    @Nullable
    String text;

    boolean over;

    Thing(String id, @Nullable String text) {
      this.id = id;
      this.text = text;
    }
  }

  Command command(String kind, String method, String path, @Nullable ObjectNode body, Expected expected) {
    return new Command(kind, method, path, body, words.id(), Manner.PLAIN, expected);
  }

  <T> Optional<T> pick(List<T> from, Predicate<T> wanted) {
    List<T> possible = from.stream().filter(wanted).toList();
    return possible.isEmpty() ? Optional.empty() : Optional.of(possible.get(random.nextInt(possible.size())));
  }

  static String path(Thing message) {
    return "/api/message/" + message.id;
  }

  static ObjectNode body(@Nullable String... namesAndValues) {
    ObjectNode body = JsonMapper.shared().createObjectNode();
    for (int index = 0; index < namesAndValues.length; index += 2) {
      body.put(String.valueOf(namesAndValues[index]), namesAndValues[index + 1]);
    }
    return body;
  }
}
