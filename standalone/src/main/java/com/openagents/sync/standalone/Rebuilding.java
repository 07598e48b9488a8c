package com.openagents.sync.standalone;

import com.openagents.sync.api.rebuild.RebuildReport;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.platform.access.Caller;
import com.openagents.sync.platform.json.WireJson;
import com.openagents.sync.standalone.database.DataDirectory;
import com.openagents.sync.standalone.database.RunningPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * {@code ./run rebuild}: asks the engine that runs on the data, through its database, or one that is started for it. Who
 * may read the data directory may do so.
 */
final class Rebuilding {

  private static final int LOOK_EVERY_MILLISECONDS = 500;
  private static final int PERCENT = 100;
  private static final String REQUESTED_BY = Caller.ENGINE_PREFIX + "run";
  private static final Set<String> OVER = Set.of("done", "failed", "cancelled");

  // What is undone was of the models of that rebuild, whichever are named.
  private static final String BEGIN = """
  INSERT INTO rebuild.runs (kind, models, scope, meaning_changed, rolls_back, requested_by)
  SELECT ?, coalesce((SELECT models FROM rebuild.runs WHERE id = undone.id), ?), ?, ?, undone.id, ?
  FROM (SELECT ?::uuid AS id) AS undone WHERE NOT EXISTS (
    SELECT FROM rebuild.runs WHERE state IN ('waiting', 'running', 'paused'))
  RETURNING id
  """;
  private static final String WISH = """
  INSERT INTO rebuild.wishes (run_id, wish)
  SELECT id, ? FROM rebuild.runs WHERE state IN ('waiting', 'running', 'paused') RETURNING run_id
  """;
  private static final String LAST_FLIP =
    "SELECT id FROM rebuild.runs WHERE replaced_until > clock_timestamp() ORDER BY number DESC LIMIT 1";
  private static final String PROGRESS = """
  SELECT state, phase, events_done, events_of, events_per_second, reason, report::text FROM rebuild.runs WHERE id = ?
  """;

  private final JdbcClient jdbc;
  private final RebuildOptions wanted;

  private Rebuilding(RunningPostgres database, RebuildOptions wanted) {
    this.jdbc = JdbcClient.create(
      new DriverManagerDataSource(database.jdbcUrl(), database.user(), database.password())
    );
    this.wanted = wanted;
  }

  /**
   * @return whether it was done, and a verification found nothing
   * @throws StartRefused if there is nothing to rebuild, or no way to get at it
   */
  static boolean run(RunOptions options, RebuildOptions wanted) throws IOException {
    Path data = options.data();
    if (!Files.isDirectory(data.resolve("postgres"))) {
      throw new StartRefused("There is no event store in " + data + "; say where with --data.");
    }
    if (DataDirectory.isInUse(data)) {
      return new Rebuilding(RunningPostgres.of(data), wanted).run();
    }
    System.out.println("No engine runs on " + data + "; one is started for it.");
    Engine engine = new Engine(options.onPort(freePort()));
    try {
      engine.start();
      return new Rebuilding(RunningPostgres.of(data), wanted).run();
    } finally {
      engine.close();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private boolean run() {
    if (wanted.isWish()) {
      UUID run = jdbc
        .sql(WISH)
        .param(wanted.word())
        .query(UUID.class)
        .optional()
        .orElseThrow(() -> new StartRefused("Nothing is being rebuilt."));
      System.out.println("Run " + run + " is told to " + wanted.word() + ".");
      return true;
    }
    UUID run = jdbc
      .sql(BEGIN)
      .params(
        Arrays.asList(
          wanted.word(),
          wanted.models().toArray(String[]::new),
          wanted.scope().map(Scope::toString).orElse(null),
          wanted.meaningChanged(),
          REQUESTED_BY,
          rollsBack()
        )
      )
      .query(UUID.class)
      .optional()
      .orElseThrow(() -> new StartRefused("Another run is not over; wait for it, or ./run rebuild cancel."));
    System.out.println("Run " + run + ": " + wanted.word());
    return follow(run);
  }

  private @Nullable UUID rollsBack() {
    if (!wanted.word().equals("rollback")) {
      return null;
    }
    return jdbc
      .sql(LAST_FLIP)
      .query(UUID.class)
      .optional()
      .orElseThrow(() -> new StartRefused("No replaced tables are kept."));
  }

  private record Progress(
    String state,
    String phase,
    long done,
    long of,
    long perSecond,
    @Nullable String reason,
    @Nullable String report
  ) {}

  private boolean follow(UUID run) {
    String shown = "";
    while (true) {
      Progress now = jdbc
        .sql(PROGRESS)
        .param(run)
        .query((row, _) ->
          new Progress(
            row.getString(1),
            row.getString(2),
            row.getLong(3),
            row.getLong(4),
            row.getLong(5),
            row.getString(6),
            row.getString(7)
          )
        )
        .single();
      String line = line(now);
      if (!line.equals(shown)) {
        System.out.println("  " + line);
        shown = line;
      }
      if (OVER.contains(now.state())) {
        return ended(now);
      }
      if (!pause()) {
        return false;
      }
    }
  }

  private static String line(Progress now) {
    String words = now.phase().replace('_', ' ');
    if (!now.state().equals("running")) {
      return now.state();
    }
    if (now.phase().equals("replaying") && now.of() > 0) {
      return String.format(
        Locale.ROOT,
        "%s: %d of %d events (%d %%), %d a second%s",
        words,
        now.done(),
        now.of(),
        (now.done() * PERCENT) / now.of(),
        now.perSecond(),
        now.perSecond() > 0
          ? ", %d s left".formatted(Math.max(0, now.of() - now.done()) / now.perSecond())
          : ""
      );
    }
    return now.reason() == null ? words : words + ": " + now.reason();
  }

  private static boolean pause() {
    try {
      Thread.sleep(LOOK_EVERY_MILLISECONDS);
      return true;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean ended(Progress end) {
    Optional.ofNullable(end.reason()).ifPresent(System.out::println);
    if (end.report() == null) {
      return false;
    }
    RebuildReport report = WireJson.mapper().readValue(end.report(), RebuildReport.class);
    print(report);
    boolean differs = report.rowsDiffering() + report.rowsDifferingUnseen() + report.scopesDiffering() > 0;
    return end.state().equals("done") && (!differs || !wanted.word().equals("verify"));
  }

  private static void print(RebuildReport report) {
    System.out.printf(
      Locale.ROOT,
      "%d rows compared as of event %d; %d differ, %d more in what nobody sees, and %d scopes.%n",
      report.rowsCompared(),
      report.position(),
      report.rowsDiffering(),
      report.rowsDifferingUnseen(),
      report.scopesDiffering()
    );
    report.examples().forEach(row -> {
      System.out.printf(
        "  %s %s: %s%n",
        row.model(),
        row.id(),
        row.difference().name().toLowerCase(Locale.ROOT)
      );
      row
        .columns()
        .forEach((column, values) ->
          System.out.printf("    %s is %s and should be %s%n", column, values.is(), values.shouldBe())
        );
    });
    report
      .orgsLeft()
      .forEach(org -> System.out.printf("  org %s stays as it is: %s%n", org.orgId(), org.reason()));
    if (report.resync() != null) {
      System.out.println("Subscribers start over: " + report.resync() + ".");
    } else if (report.syncEvents() > 0) {
      System.out.println("Subscribers were told by " + report.syncEvents() + " sync events.");
    }
  }
}
