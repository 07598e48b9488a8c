package com.openagents.sync.command.eventstore;

import com.openagents.sync.command.eventstore.EventTable.Head;
import com.openagents.sync.command.eventstore.EventTable.Situation;
import com.openagents.sync.command.eventstore.EventTable.StoredBefore;
import com.openagents.sync.platform.handover.AppendedEvents;
import com.openagents.sync.platform.handover.Handover;
import com.openagents.sync.platform.signal.Signals;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/**
 * Stores a group in one short transaction. What is read under the lock of the head is read in statements of their own,
 * after the lock is there: each then sees what every transaction before committed (READ COMMITTED).
 */
final class AppendTransaction {

  /** The commit was sent, and nobody said what came of it. */
  static final class OutcomeUnknown extends SQLException {

    private static final long serialVersionUID = 1L;

    OutcomeUnknown(Throwable cause) {
      super("The outcome of a commit is not known", cause);
    }
  }

  /**
   * A group of more bytes is committed by a message of its own, so that of one that broke off on its way it is known that
   * it is not stored.
   */
  private static final long BYTES_WITH_COMMIT_MAX = 128 * 1024;

  /** Connection, transaction ended by the database, shutdown: all that ends a connection, perhaps just after the commit. */
  private static final List<String> STATES_OF_CONNECTIONS = List.of("08", "25P03", "25P04", "57P");

  private final DataSource database;
  private final Handover<AppendedEvents> handover;
  private final Signals signals;
  private final EventStoreLimits limits;
  private final Watchdog watchdog;

  AppendTransaction(
    DataSource database,
    Handover<AppendedEvents> handover,
    Signals signals,
    EventStoreLimits limits
  ) {
    this.database = database;
    this.handover = handover;
    this.signals = signals;
    this.limits = limits;
    this.watchdog = new Watchdog(limits.transactionTimeMax());
  }

  /**
   * Returns when the group is durable and all are answered.
   *
   * @throws OutcomeUnknown if it may be stored; after any other failure nothing is
   */
  void run(List<Append> appends) throws SQLException {
    // Told by a signal last, when the connection is back.
    try (
      Announcement announcement = new Announcement(handover, signals);
      Connection connection = database.getConnection();
      var _ = watchdog.over(connection)
    ) {
      // The pool rolls back what is not committed when it gets the connection back.
      connection.setAutoCommit(false);
      Group group = store(connection, appends, announcement);
      // At once, so that nothing that fails from here on can be taken for a failure of the commit.
      group.replyToAll();
    }
  }

  private Group store(Connection connection, List<Append> appends, Announcement announcement)
    throws SQLException {
    Situation found = EventTable.lock(connection, limits, appends);
    StoredBefore stored = found.stored();
    Group group = new Group(
      found.head().lastIndex(),
      stored.mutationIds(),
      stored.places(),
      stored.destroyedKeys()
    );
    appends.forEach(group::add);
    if (!stored.mutationIds().isEmpty()) {
      announcement.repeats();
    }
    if (!group.accepted().isEmpty()) {
      KeyDestruction.destroy(connection, group.erased());
      insertAndCommit(connection, found.head(), group, announcement);
      announcement.committed();
    }
    return group;
  }

  private static void insertAndCommit(
    Connection connection,
    Head head,
    Group group,
    Announcement announcement
  ) throws SQLException {
    boolean isLarge = group.bytes() > BYTES_WITH_COMMIT_MAX;
    if (isLarge) {
      EventTable.insert(connection, head, group);
    }
    announcement.begins(group);
    try {
      if (isLarge) {
        connection.commit();
      } else {
        EventTable.insertAndCommit(connection, head, group);
      }
    } catch (SQLException failure) {
      throw hasRefused(failure) ? failure : new OutcomeUnknown(failure);
    } catch (RuntimeException | Error failure) {
      throw new OutcomeUnknown(failure);
    }
  }

  /** Whether the database said no and goes on: the commit behind what failed was passed over then. */
  private static boolean hasRefused(SQLException failure) {
    String state = failure.getSQLState();
    return state != null && !endsConnection(state);
  }

  /** Whether a failure with this SQL state ends the connection. */
  static boolean endsConnection(String state) {
    return STATES_OF_CONNECTIONS.stream().anyMatch(state::startsWith);
  }
}
