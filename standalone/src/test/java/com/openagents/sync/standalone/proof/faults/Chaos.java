package com.openagents.sync.standalone.proof.faults;

import com.openagents.sync.standalone.database.MortalPostgres;
import com.openagents.sync.standalone.proof.faults.Cluster.App;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Lets the faults of a schedule happen, each at its time, some at once. */
final class Chaos {

  private static final Duration LOOK_FOR_SESSIONS_EVERY = Duration.ofMillis(100);
  private static final Duration BACK_WITHIN = Duration.ofMinutes(1);

  private final Cluster cluster;
  private final Violations violations;
  private final Map<Fault.Kind, Integer> happened = new EnumMap<>(Fault.Kind.class);
  private final Lock postgresIsBusy = new ReentrantLock();
  private final CountDownLatch over = new CountDownLatch(1);

  Chaos(Cluster cluster, Violations violations) {
    this.cluster = cluster;
    this.violations = violations;
  }

  /** Returns once the last fault is over. */
  void run(List<Fault> schedule) throws InterruptedException {
    long begin = System.nanoTime();
    List<Thread> running = new ArrayList<>();
    for (Fault fault : schedule) {
      hold(fault.at().minus(Duration.ofNanos(System.nanoTime() - begin)));
      running.add(
        Thread.ofVirtual()
          .name(fault.toString())
          .start(() -> letHappen(fault))
      );
    }
    for (Thread thread : running) {
      thread.join();
    }
  }

  Map<Fault.Kind, Integer> happened() {
    return happened;
  }

  /** What can't be arranged on this machine is left out. */
  static Set<Fault.Kind> possible() {
    return Os.has("prlimit")
      ? EnumSet.allOf(Fault.Kind.class)
      : EnumSet.complementOf(EnumSet.of(Fault.Kind.FULL_DISK));
  }

  private void letHappen(Fault fault) {
    try {
      boolean couldHappen = switch (fault.kind()) {
        case KILL_COMMAND_NODE -> kill(App.COMMAND, fault);
        case KILL_QUERY_NODE -> kill(App.QUERY, fault);
        case KILL_GATEWAY -> kill(App.GATEWAY, fault);
        case KILL_POSTGRES -> killPostgres();
        case RESTART_POSTGRES -> restartPostgres(fault.otherWay() ? "fast" : "immediate");
        case PAUSE_COMMAND_NODE -> pause(List.of(node(App.COMMAND, fault).processId()), fault);
        case PAUSE_QUERY_NODE -> pause(List.of(node(App.QUERY, fault).processId()), fault);
        case PAUSE_GATEWAY -> pause(List.of(node(App.GATEWAY, fault).processId()), fault);
        case PAUSE_POSTGRES -> pausePostgres(fault);
        case PAUSE_SESSIONS -> pause(awaitSessions(anyNode(fault).name()), fault);
        case CUT_CLIENTS -> cut(one(cluster.clientWires(), fault));
        case STALL_CLIENTS -> stall(one(cluster.clientWires(), fault), fault);
        case HANG_CLIENTS -> hang(one(cluster.clientWires(), fault), fault);
        case CUT_DATABASE -> cut(one(cluster.databaseWires(), fault));
        case STALL_DATABASE -> stall(one(cluster.databaseWires(), fault), fault);
        case HANG_DATABASE -> hangDatabase(one(cluster.databaseWires(), fault), fault);
        case FULL_DISK -> fillDisk(fault);
      };
      if (couldHappen) {
        synchronized (happened) {
          happened.merge(fault.kind(), 1, Integer::sum);
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException failure) {
      violations.add("Nobody could recover from %s: %s".formatted(fault, failure));
    }
  }

  private boolean kill(App app, Fault fault) {
    node(app, fault).kill();
    return true;
  }

  private boolean killPostgres() {
    return withPostgres(postgres -> {
      postgres.kill(all -> Os.signal("KILL", all));
      postgres.startAgain();
    });
  }

  private boolean restartPostgres(String mode) {
    return withPostgres(postgres -> {
      postgres.stop(mode);
      postgres.startAgain();
    });
  }

  private interface Deed {
    void on(MortalPostgres postgres) throws InterruptedException;
  }

  private boolean withPostgres(Deed deed) {
    postgresIsBusy.lock();
    try {
      deed.on(cluster.postgres());
      return true;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      postgresIsBusy.unlock();
    }
  }

  private boolean pausePostgres(Fault fault) {
    return withPostgres(postgres -> {
      List<Long> all = postgres.processIds();
      // The other way: who is connected goes on, and nobody new gets in.
      pause(fault.otherWay() ? all.subList(0, Math.min(1, all.size())) : all, fault);
    });
  }

  private boolean pause(List<Long> processes, Fault fault) throws InterruptedException {
    Os.signal("STOP", processes);
    try {
      hold(fault.lasting());
    } finally {
      Os.signal("CONT", processes);
    }
    return !processes.isEmpty();
  }

  private static boolean cut(Proxy wire) {
    wire.cut();
    return true;
  }

  private boolean stall(Proxy wire, Fault fault) throws InterruptedException {
    wire.clog();
    try {
      hold(fault.lasting());
    } finally {
      if (fault.otherWay()) {
        wire.cut();
      }
      wire.unclog();
    }
    return true;
  }

  private static boolean hang(Proxy wire, Fault fault) {
    wire.leaveHanging(fault.otherWay());
    return true;
  }

  /** An app is left hanging for good; PostgreSQL asks now and then whether its clients live, so it hears of it. */
  private boolean hangDatabase(Proxy wire, Fault fault) throws InterruptedException {
    hang(wire, fault);
    if (!fault.otherWay()) {
      hold(fault.lasting());
      wire.cutHanging();
    }
    return true;
  }

  /** Files of the query nodes' sessions may not grow, as on a disk that is full; PostgreSQL's own log still can. */
  private boolean fillDisk(Fault fault) throws InterruptedException {
    Set<Long> limited = new HashSet<>();
    awaitLargeLog();
    long begin = System.nanoTime();
    try {
      while (System.nanoTime() - begin < fault.lasting().toNanos()) {
        for (int index = 0; index < Cluster.NODES_PER_APP; index++) {
          for (long session : sessions(cluster.node(App.QUERY, index).name())) {
            if (limited.add(session)) {
              Os.limitFiles(session, Long.toString(MortalPostgres.LOG_SEGMENT_BYTES));
            }
          }
        }
        hold(LOOK_FOR_SESSIONS_EVERY);
      }
    } finally {
      limited.forEach(session -> Os.limitFiles(session, "unlimited"));
    }
    return !limited.isEmpty();
  }

  /** A limit that is below what the log has already stops it from growing. */
  private void awaitLargeLog() throws InterruptedException {
    String size =
      "SELECT coalesce(max(pg_relation_size(inhrelid)), 0) FROM pg_inherits" +
      " WHERE inhparent = 'sync.sync_events'::regclass";
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < BACK_WITHIN.toNanos()) {
      List<Long> bytes = numbers(size);
      if (!bytes.isEmpty() && bytes.getFirst() > MortalPostgres.LOG_SEGMENT_BYTES) {
        return;
      }
      hold(LOOK_FOR_SESSIONS_EVERY);
    }
  }

  /** The database may be away at the moment, or the app. */
  private List<Long> awaitSessions(String applicationName) throws InterruptedException {
    long begin = System.nanoTime();
    List<Long> sessions = sessions(applicationName);
    while (sessions.isEmpty() && System.nanoTime() - begin < BACK_WITHIN.toNanos()) {
      hold(LOOK_FOR_SESSIONS_EVERY);
      sessions = sessions(applicationName);
    }
    return sessions;
  }

  /** Process ids of an app's sessions; none while the database is away. */
  private List<Long> sessions(String applicationName) {
    return numbers("SELECT pid FROM pg_stat_activity WHERE application_name = '" + applicationName + "'");
  }

  private List<Long> numbers(String sql) {
    List<Long> numbers = new ArrayList<>();
    try (
      Connection connection = cluster.connect();
      Statement statement = connection.createStatement();
      ResultSet rows = statement.executeQuery(sql)
    ) {
      while (rows.next()) {
        numbers.add(rows.getLong(1));
      }
    } catch (SQLException away) {
      return List.of();
    }
    return numbers;
  }

  private Node node(App app, Fault fault) {
    return cluster.node(app, fault.whom() % Cluster.NODES_PER_APP);
  }

  private Node anyNode(Fault fault) {
    return one(cluster.all(), fault);
  }

  private static <T> T one(List<T> all, Fault fault) {
    return all.get(fault.whom() % all.size());
  }

  private void hold(Duration duration) throws InterruptedException {
    var _ = over.await(duration.toMillis(), TimeUnit.MILLISECONDS);
  }
}
