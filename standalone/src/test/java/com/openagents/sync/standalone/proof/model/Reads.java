package com.openagents.sync.standalone.proof.model;

import static com.openagents.sync.standalone.proof.model.Violation.require;

import com.openagents.sync.standalone.proof.model.Http.Answer;
import com.openagents.sync.standalone.proof.model.Http.Call;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** The three rungs over HTTP: delta, compacted delta, bootstrap. By both query sides in turn. */
final class Reads {

  private static final AtomicInteger TURN = new AtomicInteger();

  private final Parts parts;
  private final Http http;
  private final Log log;
  private final Tally tally;
  private final String token;

  Reads(Parts parts, Http http, Log log, Tally tally, String token) {
    this.parts = parts;
    this.http = http;
    this.log = log;
    this.tally = tally;
    this.token = token;
  }

  /** The rows of a scope as of an id. */
  record State(Rows rows, long at) {}

  State bootstrap(String scope, Set<String> models, boolean lines) {
    String path = "/sync/bootstrap?scope=" + scope + filter(models);
    Answer answer = getInForm(path, lines);
    require(answer.status() == 200, "%s was answered %s", path, answer);
    JsonNode body = lines ? Http.fromLines(answer.text()) : answer.body();
    log.requireEpoch(body);
    long at = body.path("lastSyncId").asLong();
    require(
      answer.header("Sync-Id").orElse("").equals(Long.toString(at)),
      "%s is at %d, but its header says %s",
      path,
      at,
      answer.header("Sync-Id")
    );
    return new State(Rows.of(body.path("models")), at);
  }

  /**
   * From a cursor page by page to the end.
   *
   * @return nothing if the log does not reach back that far any more
   */
  Optional<State> delta(String scope, Set<String> models, long from, Rows state, int limit) {
    Timeline whole = new Timeline(scope, Set.of(), new Rows(), from);
    long cursor = from;
    boolean more = true;
    while (more) {
      Answer answer = get(
        Call.get("/sync/delta?scope=%s&lastSyncId=%d&limit=%d".formatted(scope, cursor, limit), token)
      );
      if (answer.status() == 410) {
        requireDropped(cursor, answer);
        return Optional.empty();
      }
      require(answer.status() == 200, "Delta of %s from %d was answered %s", scope, cursor, answer);
      JsonNode page = answer.body();
      log.requireEpoch(page);
      more = page.path("hasMore").asBoolean();
      require(!more || page.path("events").size() == limit, "A page that is not full: %s", answer);
      for (JsonNode event : page.path("events")) {
        whole.follow(event);
        if (models.isEmpty() || models.contains(event.path("model").asString())) {
          state.apply(event);
        }
      }
      cursor = page.path("latestSyncId").asLong();
      whole.reach(cursor);
    }
    whole.requireLikeLog(log);
    return Optional.of(new State(state, cursor));
  }

  /** @return nothing if it is not known any more what changed since */
  Optional<State> compacted(String scope, Set<String> models, long from, Rows state, boolean lines) {
    String path = "/sync/compacted?scope=%s&lastSyncId=%d%s".formatted(scope, from, filter(models));
    Answer answer = getInForm(path, lines);
    if (answer.status() == 410) {
      requireDropped(from, answer);
      require(answer.body().path("next").asString().equals("bootstrap"), "No way on: %s", answer);
      return Optional.empty();
    }
    require(answer.status() == 200, "The compacted delta of %s from %d was answered %s", scope, from, answer);
    Rows changed = state.copy();
    JsonNode body = lines ? Http.fromLines(answer.text()) : answer.body();
    log.requireEpoch(body);
    changed.applyCompacted(body);
    return Optional.of(new State(changed, body.path("lastSyncId").asLong()));
  }

  /** Nobody else may see any of it. */
  void requireRefused(String scope) {
    for (String path : new String[] {
      "bootstrap?scope=%s",
      "delta?lastSyncId=1&scope=%s",
      "compacted?lastSyncId=1&scope=%s",
    }) {
      Answer answer = get(Call.get("/sync/" + path.formatted(scope), token));
      require(
        answer.status() == 403 && answer.body().path("code").asString().equals("forbidden"),
        "A stranger asked for %s and was answered %s",
        path.formatted(scope),
        answer
      );
      tally.count("reads of a stranger refused");
    }
  }

  /** Being sent to a lower rung is right only if what was asked for is gone. */
  void requireDropped(long cursor, String reason, String next, String said) {
    Log.Head head = log.head();
    require(
      reason.equals("retention") && cursor < head.firstId() - 1,
      "From %d the log can be followed (%s), but it is said: %s",
      cursor,
      head,
      said
    );
    require(
      next.equals("compacted") || cursor < head.firstCompactedId() - 1,
      "From %d the log can be followed by a compacted delta (%s), but it is said: %s",
      cursor,
      head,
      said
    );
  }

  private void requireDropped(long cursor, Answer answer) {
    tally.count("HTTP 410, resync required");
    JsonNode problem = answer.body();
    require(problem.path("code").asString().equals("resync_required"), "A 410 that says %s", answer);
    requireDropped(
      cursor,
      problem.path("reason").asString(),
      problem.path("next").asString(),
      answer.toString()
    );
  }

  private Answer getInForm(String path, boolean lines) {
    String form = lines ? "application/x-ndjson" : "application/json";
    return get(new Call("GET", path, null, token, Map.of("Accept", form)));
  }

  private Answer get(Call call) {
    return http.settle(() -> parts.query(TURN.incrementAndGet()), call);
  }

  private static String filter(Set<String> models) {
    return models.isEmpty() ? "" : "&models=" + String.join(",", models);
  }
}
