package com.openagents.sync.command.eventstore;

import com.openagents.sync.command.eventstore.EventTable.StoredBefore;
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

  private final DataSource database;
  private final EventStoreLimits limits;
  private final Watchdog watchdog;

  AppendTransaction(DataSource database, EventStoreLimits limits) {
    this.database = database;
    this.limits = limits;
    this.watchdog = new Watchdog(limits.transactionTimeMax());
  }

  /**
   * @return the group, durable, all answered
   * @throws OutcomeUnknown if it may be stored; after any other failure nothing is
   */
  Group run(List<Append> appends) throws SQLException {
    try (Connection connection = database.getConnection(); var _ = watchdog.over(connection)) {
      // The pool rolls back what is not committed when it gets the connection back.
      connection.setAutoCommit(false);
      Group group = store(connection, appends);
      commit(connection);
      // At once, so that nothing that fails from here on can be taken for a failure of the commit.
      group.replyToAll();
      return group;
    }
  }

  private Group store(Connection connection, List<Append> appends) throws SQLException {
    EventTable.Head head = EventTable.lockHead(connection, limits);
    StoredBefore stored = EventTable.storedBefore(connection, appends);
    Group group = new Group(head.lastIndex(), stored.mutationIds(), stored.places(), stored.destroyedKeys());
    appends.forEach(group::add);
    if (!group.accepted().isEmpty()) {
      EventTable.insert(connection, head, group);
      KeyDestruction.destroy(connection, group.erased());
    }
    return group;
  }

  private static void commit(Connection connection) throws SQLException {
    try {
      connection.commit();
    } catch (SQLException | RuntimeException | Error failure) {
      throw new OutcomeUnknown(failure);
    }
  }
}
