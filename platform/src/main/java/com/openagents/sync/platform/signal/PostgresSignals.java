package com.openagents.sync.platform.signal;

import com.openagents.sync.platform.database.SessionConnections;
import com.openagents.sync.platform.signal.Signals.Topic;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Carries signals between processes by PostgreSQL's NOTIFY, many as one, from a thread that holds no lock: a commit
 * with a NOTIFY in it would queue behind every other. Off where all parts run in one process.
 */
@Component
@ConditionalOnBooleanProperty(name = "agentsync.signals.between-processes", matchIfMissing = true)
class PostgresSignals implements SmartLifecycle, Signals.Outlet {

  private static final Logger log = LoggerFactory.getLogger(PostgresSignals.class);
  private static final String CHANNEL = "agentsync_signals";
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
  private static final Duration LISTEN_AT_MOST = Duration.ofSeconds(10);
  private static final Duration ALIVE_WITHIN = Duration.ofSeconds(5);

  private final String sender = UUID.randomUUID().toString();
  private final Signals signals;
  private final JdbcClient jdbc;
  private final SessionConnections connections;
  private final Set<Topic> toSend = ConcurrentHashMap.newKeySet();
  private final WakeUp somethingToSend = new WakeUp();
  private volatile boolean running;
  private Thread sending = new Thread();
  private Thread listening = new Thread();
  private volatile @Nullable Connection session;

  PostgresSignals(Signals signals, JdbcClient jdbc, SessionConnections connections) {
    this.signals = signals;
    this.jdbc = jdbc;
    this.connections = connections;
  }

  @Override
  public void raised(Topic topic) {
    toSend.add(topic);
    somethingToSend.wake();
  }

  @Override
  public void start() {
    running = true;
    signals.carryBy(this);
    sending = Thread.ofVirtual().name("signals-sending").start(this::send);
    // LISTEN blocks in the driver for seconds at a time.
    listening = Thread.ofPlatform().daemon().name("signals-listening").start(this::listen);
  }

  @Override
  public void stop() {
    running = false;
    sending.interrupt();
    listening.interrupt();
    hangUp();
  }

  /** Whoever reads from a socket is not to be interrupted. */
  private void hangUp() {
    Connection open = session;
    try {
      if (open != null) {
        open.abort(Runnable::run);
      }
    } catch (SQLException overAnyway) {
      log.debug("Nothing to hang up", overAnyway);
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Before the web server begins to listen, and after it has drained: calls in hand still raise signals. */
  @Override
  public int getPhase() {
    return 0;
  }

  private void send() {
    while (running) {
      try {
        somethingToSend.await(LISTEN_AT_MOST);
        for (Topic topic : Topic.values()) {
          if (toSend.remove(topic)) {
            jdbc
              .sql("SELECT pg_notify(?, ?)")
              .params(CHANNEL, sender + " " + topic)
              .query((_, _) -> true)
              .single();
          }
        }
      } catch (InterruptedException stopped) {
        return;
      } catch (RuntimeException failure) {
        log.warn("A signal could not be sent; listeners will look by themselves", failure);
      }
    }
  }

  private void listen() {
    while (running) {
      try (Connection connection = connections.open(); Statement statement = connection.createStatement()) {
        session = connection;
        statement.execute("LISTEN " + CHANNEL);
        // Whatever was raised while nobody listened.
        Set.of(Topic.values()).forEach(signals::deliver);
        deliver(connection);
      } catch (SQLException failure) {
        if (running) {
          log.warn("Signals can't be heard, trying again: {}", failure.getMessage());
          pause();
        }
      }
    }
  }

  private void deliver(Connection connection) throws SQLException {
    PGConnection session = connection.unwrap(PGConnection.class);
    while (running) {
      PGNotification[] notifications = session.getNotifications((int) LISTEN_AT_MOST.toMillis());
      if (notifications == null || notifications.length == 0) {
        requireAlive(connection);
        continue;
      }
      for (PGNotification notification : notifications) {
        String[] parts = notification.getParameter().split(" ", 2);
        if (!parts[0].equals(sender)) {
          signals.deliver(Topic.valueOf(parts[1]));
        }
      }
    }
  }

  /** Behind a broken line there is silence too, for ever. */
  private static void requireAlive(Connection connection) throws SQLException {
    if (!connection.isValid((int) ALIVE_WITHIN.toSeconds())) {
      throw new SQLException("the connection is dead");
    }
  }

  private void pause() {
    try {
      Thread.sleep(RETRY_AFTER);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
