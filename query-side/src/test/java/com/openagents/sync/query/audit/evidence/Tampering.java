package com.openagents.sync.query.audit.evidence;

import com.openagents.sync.platform.evidence.Chain;
import com.openagents.sync.query.audit.evidence.Finding.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** What is done to the database, and what must be found. */
record Tampering(String name, Deed deed, Kind kind, long index, Whose eventId) {
  private static final String HEAD_TO_END =
    "UPDATE event_store.head SET (last_index, last_hash) = (SELECT global_index, hash FROM %s ORDER BY 1 DESC LIMIT 1)";

  @Override
  public String toString() {
    return name;
  }

  /** Done by a superuser whom no trigger stops. */
  interface Deed {
    void on(Connection database) throws SQLException;
  }

  /** Whose id is named. */
  enum Whose {
    /** Of the event that was first there. */
    ORIGINAL,
    /** Of another one. */
    ANY,
  }

  static Deed sql(String script) {
    return connection -> execute(connection, script);
  }

  static Deed rehashed(String script, long index) {
    return connection -> {
      execute(connection, script);
      rehash(connection, index, index);
    };
  }

  static Deed rechained(String script, long from) {
    return rechainedThen(script, from, "");
  }

  /** By somebody who knows how the hashes are made. */
  static Deed rechainedThen(String script, long from, String then) {
    return connection -> {
      execute(connection, script);
      rehash(connection, from, Long.MAX_VALUE);
      execute(connection, HEAD_TO_END + then);
    };
  }

  private static void rehash(Connection connection, long from, long until) throws SQLException {
    StoredEvents events = new StoredEvents(connection);
    byte[][] hash = { events.before(from - 1).hash() };
    try (
      PreparedStatement update = connection.prepareStatement(
        "UPDATE event_store.domain_events SET hash = ? WHERE global_index = ?"
      )
    ) {
      events.each(from - 1, until, row -> {
        hash[0] = Chain.link(hash[0], Chain.leaf(row.event()));
        update.setBytes(1, hash[0]);
        update.setLong(2, row.index());
        update.addBatch();
        return true;
      });
      update.executeBatch();
    }
  }

  private static void execute(Connection connection, String script) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(script.replace("%s", "event_store.domain_events"));
    }
  }
}
