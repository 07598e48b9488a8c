package com.openagents.sync.standalone.proof.model;

import com.openagents.sync.standalone.proof.model.Http.Answer;
import com.openagents.sync.standalone.proof.model.Http.Call;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One random history in an org of its own: a script of steps that its seed alone decides, played by writers, clients
 * and an operator who work at the same time.
 */
final class History {

  private static final int WRITERS = 3;
  private static final int CLIENTS = 4;
  private static final int STEPS_BETWEEN_CHECKPOINTS = 70;
  private static final List<String> MODELS = List.of("Org", "Agent", "Message", "ReasoningStep");
  private static final List<Start> STARTS = List.of(
    Start.CURSOR,
    Start.CURSOR,
    Start.OLD_CURSOR,
    Start.OLD_CURSOR,
    Start.SOCKET_BOOTSTRAP,
    Start.HTTP_BOOTSTRAP,
    Start.COMPACTED,
    Start.WRONG_EPOCH,
    Start.AHEAD
  );

  private final RandomGenerator random;
  private final World world;
  private final Journal journal = new Journal();
  private final Reads reads;
  private final Stranger stranger;
  private final Words words;
  private final Rows orgRow = new Rows();
  private final List<Plan> plans = new ArrayList<>();
  private final List<Writer> writers = new ArrayList<>();
  private final List<Actor> actors = new ArrayList<>();
  private final List<Client> clients = new ArrayList<>();
  private final Operator operator;
  private String orgKey = "";
  private int number;

  /** @param life makes ids differ when a script is played again on the same engine */
  History(Parts parts, Http http, Log log, Tally tally, long seed, int life) {
    random = new SplittableRandom(seed);
    words = new Words(random, new SplittableRandom(seed ^ ((long) life << 40)));
    Setup setup = new Setup(parts, http);
    String token = setup.token();
    String org = words.id();
    orgKey = setup.org(token, org, orgRow);
    world = new World(parts, http, log, tally, token, org, setup.foreign());
    reads = new Reads(parts, http, log, tally, token);
    stranger = new Stranger(world);
    operator = new Operator(world, journal);
  }

  Journal journal() {
    return journal;
  }

  /** Its org's and its agents'. */
  List<String> scopes() {
    List<String> scopes = new ArrayList<>(List.of(world.scope()));
    plans.forEach(plan -> scopes.addAll(plan.scopes()));
    return scopes;
  }

  int step() {
    return number;
  }

  void run(int steps) {
    try {
      play(steps);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    } finally {
      actors.forEach(Actor::stop);
      operator.stop();
      clients.forEach(client -> client.stop().join());
    }
    journal.requireWell();
  }

  private void play(int steps) throws InterruptedException {
    operator.awaitProjected();
    for (int writer = 0; writer < WRITERS; writer++) {
      plans.add(new Plan(world.org(), world.foreign(), random, words));
      writers.add(new Writer(world));
      actors.add(new Actor(journal::fail));
      command(writer);
    }
    finishCommands();
    operator.awaitProjected();
    for (int client = 0; client < CLIENTS; client++) {
      clients.add(client());
    }
    while (number < steps && journal.isWell()) {
      step(random.nextInt(1000));
      if (number % STEPS_BETWEEN_CHECKPOINTS == 0) {
        checkpoint();
      }
    }
    checkpoint();
  }

  private void step(int kind) throws InterruptedException {
    number++;
    if (kind < 700) {
      command(random.nextInt(WRITERS));
    } else if (kind < 870) {
      subscribe(clients.get(random.nextInt(CLIENTS)));
    } else if (kind < 970) {
      check(clients.get(random.nextInt(CLIENTS)));
    } else {
      operator.step(number, random);
    }
  }

  private void command(int writer) throws InterruptedException {
    int step = number;
    Command command = plans.get(writer).next();
    boolean look = random.nextInt(4) == 0;
    journal.write(step, "writer %d is to %s".formatted(writer, command));
    world.tally().count("steps: " + command.kind());
    actors
      .get(writer)
      .tell(() -> journal.write(step, "was answered " + writers.get(writer).perform(command, look)));
  }

  private void subscribe(Client client) {
    Follower follower = client.followers().get(random.nextInt(client.followers().size()));
    Start start = STARTS.get(random.nextInt(STARTS.size()));
    int gateway = random.nextInt(2);
    boolean politely = random.nextBoolean();
    switch (random.nextInt(10)) {
      case 0 -> tell(client, "unsubscribes " + follower.scope(), () -> client.leave(follower));
      case 1 -> tell(client, "drops its socket", () -> client.drop(politely, gateway));
      case 2 -> tell(client, "stops reading", client::stall);
      case 3, 4 -> tell(client, "reads on", client::readOn);
      case 5 -> tell(client, "starts over " + follower.scope(), () -> client.startOver(follower));
      default -> tell(client, "subscribes " + follower.scope() + " by " + start, () ->
        client.subscribe(follower, start)
      );
    }
  }

  private void check(Client client) {
    Follower follower = client.followers().get(random.nextInt(client.followers().size()));
    boolean lines = random.nextBoolean();
    int limit = 1 + random.nextInt(40);
    switch (random.nextInt(8)) {
      case 0, 1, 2, 3 -> tell(client, "bootstraps " + follower.scope(), () ->
        follower.check((owed, timeline) -> owed.bootstrap(timeline, lines))
      );
      case 4, 5 -> tell(client, "walks deltas of " + follower.scope() + " by " + limit, () ->
        follower.check((owed, timeline) -> owed.delta(timeline, limit))
      );
      case 6 -> tell(client, "gets a compacted delta of " + follower.scope(), () ->
        follower.check(Comparisons::compacted)
      );
      default -> tell(client, "is a stranger", () -> stranger.requireRefused(follower.scope(), limit));
    }
  }

  private void tell(Client client, String what, Runnable task) {
    journal.write(number, "client %d %s".formatted(clients.indexOf(client), what));
    world.tally().count("steps: client " + what.replaceAll(" (org|agent):\\S+| by \\d+", ""));
    client.tell(task);
  }

  private Client client() {
    Set<String> scopes = new LinkedHashSet<>();
    scopes.add(random.nextInt(3) > 0 ? world.scope() : plans.getFirst().scope());
    for (int more = random.nextInt(3); more > 0; more--) {
      scopes.add(plans.get(random.nextInt(WRITERS)).scope());
    }
    List<Follower> followers = scopes
      .stream()
      .map(scope -> new Follower(world, reads, new SplittableRandom(random.nextLong()), scope, filter()))
      .toList();
    return new Client(world, random.nextInt(2), followers, journal::fail);
  }

  /** All mostly. */
  private Set<String> filter() {
    return random.nextInt(3) > 0
      ? Set.of()
      : new TreeSet<>(List.of(MODELS.get(1 + random.nextInt(3)), MODELS.get(random.nextInt(4))));
  }

  private void finishCommands() throws InterruptedException {
    for (Actor actor : actors) {
      Operator.await(actor.idle(), "the writers' answers");
    }
    journal.requireWell();
  }

  private void checkpoint() throws InterruptedException {
    // Who holds something up reads on first.
    clients.forEach(client -> client.tell(client::readOn));
    finishCommands();
    operator.finish();
    operator.awaitProjected();
    new Checkpoint(world, reads, journal, orgRow, orgKey, writers, clients).run();
    journal.requireWell();
    world.tally().count("checkpoints");
  }

  /** What must be there before anybody can do anything. */
  private final class Setup {

    private final Parts parts;
    private final Http http;

    Setup(Parts parts, Http http) {
      this.parts = parts;
      this.http = http;
    }

    String token() {
      Answer answer = http.settle(parts::commands, Call.get("/dev/token?user=" + words.id(), ""));
      return answer.body().path("token").asString();
    }

    String org(String token, String id, Rows rows) {
      String key = words.id();
      ObjectNode body = JsonMapper.shared()
        .createObjectNode()
        .put("id", id)
        .put("name", "org " + id);
      rows.put("Orgs", post(token, "/api/org", body, key));
      return key;
    }

    Foreign foreign() {
      String token = token();
      String org = words.id();
      org(token, org, new Rows());
      ObjectNode agent = JsonMapper.shared().createObjectNode().put("id", words.id()).put("org_id", org);
      post(token, "/api/agent", agent.put("name", "foreign"), words.id());
      ObjectNode message = JsonMapper.shared().createObjectNode().put("id", words.id());
      message.put("agent_id", agent.path("id").asString()).put("content", "foreign");
      post(token, "/api/message", message, words.id());
      return new Foreign(token, org, agent.path("id").asString(), message.path("id").asString());
    }

    private tools.jackson.databind.JsonNode post(String token, String path, ObjectNode body, String key) {
      Answer answer = http.settle(
        parts::commands,
        new Call("POST", path, body, token, Map.of("Idempotency-Key", key))
      );
      Violation.require(answer.status() / 100 == 2, "%s %s was answered %s", path, body, answer);
      return answer.body();
    }
  }
}
