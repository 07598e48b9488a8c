package com.openagents.sync.standalone.proof.faults;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Writes down how far everything is, each second, so that one can see afterwards what stopped when. When nothing is
 * acknowledged for long it has every node say what its threads do, and PostgreSQL what its sessions wait for.
 */
final class Progress implements AutoCloseable {

  private static final Duration LOOK_CLOSER_AFTER = Duration.ofSeconds(15);
  private static final String SESSIONS = """
  SELECT application_name, pid, state, wait_event_type, wait_event, now() - xact_start AS open, left(query, 80)
  FROM pg_stat_activity WHERE state <> 'idle' AND application_name <> 'proof' ORDER BY xact_start
  """;

  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
    Thread.ofPlatform().daemon().name("progress").factory()
  );
  private final Cluster cluster;
  private final LongSupplier acknowledged;
  private final LongSupplier delivered;
  private final PrintWriter output;
  private long last;
  private int secondsWithout;

  private Progress(Cluster cluster, LongSupplier acknowledged, LongSupplier delivered, PrintWriter output) {
    this.cluster = cluster;
    this.acknowledged = acknowledged;
    this.delivered = delivered;
    this.output = output;
  }

  static Progress watch(Cluster cluster, LongSupplier acknowledged, LongSupplier delivered, Path file)
    throws IOException {
    var output = new PrintWriter(Files.newBufferedWriter(file));
    Progress progress = new Progress(cluster, acknowledged, delivered, output);
    var _ = progress.clock.scheduleAtFixedRate(progress::look, 0, 1, TimeUnit.SECONDS);
    return progress;
  }

  private void look() {
    long now = acknowledged.getAsLong();
    output.printf("%s acknowledged %d delivered %d%n", Instant.now(), now, delivered.getAsLong());
    secondsWithout = now == last ? secondsWithout + 1 : 0;
    last = now;
    if (secondsWithout == LOOK_CLOSER_AFTER.toSeconds()) {
      Os.signal("QUIT", cluster.all().stream().map(Node::processId).toList());
      output.println(sessions());
    }
    output.flush();
  }

  private String sessions() {
    StringBuilder text = new StringBuilder();
    try (
      Connection connection = cluster.connect();
      Statement statement = connection.createStatement();
      ResultSet rows = statement.executeQuery(SESSIONS)
    ) {
      while (rows.next()) {
        for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
          text.append("  ").append(rows.getString(column));
        }
        text.append('\n');
      }
    } catch (SQLException away) {
      text.append(away.getMessage());
    }
    return text.toString();
  }

  @Override
  public void close() {
    clock.shutdownNow();
    output.close();
  }
}
