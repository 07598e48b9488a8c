package com.openagents.sync.query.rebuild;

import com.openagents.sync.platform.subjectkey.SubjectKeys;
import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.query.testing.EventStore;
import com.openagents.sync.query.testing.RunningQuerySide;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/**
 * How fast all read models are made from many events, and how fast the framework does the same in its own way.
 *
 * <p>{@code RebuildRate [EVENTS [EVENTS-FOR-THE-FRAMEWORK]]}
 */
public final class RebuildRate {

  private static final double NANOS = 1e9;

  private final PrintStream out;
  private final TestDatabase database = TestDatabase.create();
  private final JdbcClient jdbc = JdbcClient.create(database.dataSource());

  private RebuildRate(PrintStream out) {
    this.out = out;
  }

  /**
   * Events a second.
   *
   * @param rebuild from an event in the store to a row in tables with all their indexes, compared and flipped
   * @param framework from an event in the store to a row in tables with all their indexes
   */
  public record Rates(double rebuild, double framework) {}

  public static void main(String[] arguments) throws Exception {
    long events = arguments.length > 0 ? Long.parseLong(arguments[0]) : 1_000_000;
    long frameworkEvents = arguments.length > 1 ? Long.parseLong(arguments[1]) : Math.min(events, 20_000);
    Rates rates = measure(events, frameworkEvents, System.out);
    System.out.printf(Locale.ROOT, "%.1f times as fast%n", rates.rebuild() / rates.framework());
    System.exit(0);
  }

  /** Makes a store of its own for it. */
  public static Rates measure(long events, long frameworkEvents, PrintStream out)
    throws IOException, SQLException, InterruptedException {
    return new RebuildRate(out).run(events, frameworkEvents);
  }

  private Rates run(long events, long frameworkEvents)
    throws IOException, SQLException, InterruptedException {
    EventStore.createdIn(database);
    try (
      RunningQuerySide app = RunningQuerySide.on(
        database,
        "agentsync.projector.enabled=false",
        "agentsync.rebuild.operators=*",
        "agentsync.rebuild.look-every=100ms"
      )
    ) {
      long start = System.nanoTime();
      long bytes = new GeneratedStore(app.bean(SubjectKeys.class)).fill(database, events);
      out.printf(
        Locale.ROOT,
        "%,d events with %,d bytes of payload, sealed, made in %.1f s%n",
        events,
        bytes,
        (System.nanoTime() - start) / NANOS
      );
      jdbc.sql("UPDATE sync.log_head SET position = ?").param(events).update();
      rebuild(app, "from empty tables");
      double rebuild = events / rebuild(app, "again, of as many rows");
      double framework = frameworkEvents == 0 ? Double.NaN : framework(app, frameworkEvents);
      return new Rates(rebuild, framework);
    }
  }

  private double rebuild(RunningQuerySide app, String what) throws InterruptedException {
    JsonNode run = RunningQuerySide.JSON.readTree(app.post("/admin/rebuild", "{}").body());
    Duration before = cpuTime();
    String phase = "";
    long since = System.nanoTime();
    while (true) {
      JsonNode now = app.json("/admin/rebuild/" + run.get("id").stringValue());
      String next = now.get("phase").stringValue();
      if (!next.equals(phase)) {
        out.printf(Locale.ROOT, "  %s for %.1f s%n", phase, (System.nanoTime() - since) / NANOS);
        since = System.nanoTime();
        phase = next;
      }
      if (phase.equals("ended")) {
        long micros = cpuTime().minus(before).toNanos() / 1_000;
        out.printf(
          Locale.ROOT,
          "  %.1f µs of this process's CPU an event%n",
          micros / (double) now.get("eventsDone").longValue()
        );
        return ended(now, what);
      }
      Thread.sleep(100);
    }
  }

  /** Of this process alone, not of the database. */
  private static Duration cpuTime() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private double ended(JsonNode run, String what) {
    double seconds =
      Duration.between(
        Instant.parse(run.get("startedAt").stringValue()),
        Instant.parse(run.get("endedAt").stringValue())
      ).toMillis() / 1000.0;
    long events = run.get("eventsDone").longValue();
    out.printf(
      Locale.ROOT,
      "rebuilt %s: %.1f s, %,.0f events/s; while replaying %,d events/s%n  %s%n",
      what,
      seconds,
      events / seconds,
      run.get("eventsPerSecond").longValue(),
      run.get("report") == null ? run : run.get("report").get("models")
    );
    return seconds;
  }

  private double framework(RunningQuerySide app, long events) throws InterruptedException {
    return new FrameworkReplay(app).eventsPerSecond(events, out);
  }
}
