package com.openagents.sync.query.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.rebuild.RebuildReport;
import com.openagents.sync.api.rebuild.RebuildRun;
import com.openagents.sync.api.rebuild.RebuildState;
import com.openagents.sync.query.testing.RunningQuerySide;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;

/** Rebuilds as an operator asks for them. */
record Rebuilds(RunningQuerySide app) {
  private static final Duration WITHIN = Duration.ofSeconds(90);
  private static final Set<RebuildState> OVER = Set.of(
    RebuildState.DONE,
    RebuildState.FAILED,
    RebuildState.CANCELLED
  );

  UUID begin(String request) {
    return accepted(app.post("/admin/rebuild", request));
  }

  UUID rollBack(UUID run) {
    return accepted(app.post("/admin/rebuild/" + run + "/rollback", ""));
  }

  void wish(UUID run, String wish) {
    accepted(app.post("/admin/rebuild/" + run + "/" + wish, ""));
  }

  private static UUID accepted(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return UUID.fromString(RunningQuerySide.JSON.readTree(answer.body()).get("id").stringValue());
  }

  RebuildRun run(UUID id) {
    return RunningQuerySide.JSON.treeToValue(app.json("/admin/rebuild/" + id), RebuildRun.class);
  }

  RebuildRun awaitEnd(UUID id) {
    RebuildRun[] run = { null };
    Awaitility.await()
      .atMost(WITHIN)
      .until(() -> {
        run[0] = run(id);
        return OVER.contains(run[0].state());
      });
    return run[0];
  }

  void awaitState(UUID id, RebuildState state) {
    Awaitility.await()
      .atMost(WITHIN)
      .until(() -> run(id).state() == state);
  }

  /** Has it done and returns what it says. */
  RebuildReport report(String request) {
    return report(begin(request));
  }

  RebuildReport report(UUID id) {
    RebuildRun run = awaitEnd(id);
    assertThat(run.state()).as(run.toString()).isEqualTo(RebuildState.DONE);
    return Objects.requireNonNull(run.report());
  }
}
