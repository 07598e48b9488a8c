package com.openagents.sync.command.eventstore;

import com.openagents.sync.platform.subjectkey.SubjectKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Destroys keys in the transaction of the events that say so: neither is ever there without the other. */
final class KeyDestruction {

  private static final String DESTROY = """
  UPDATE event_store.subject_keys AS key SET wrapped = NULL, destroyed_at = clock_timestamp()
  FROM unnest(?::uuid[], ?::text[]) AS erased (org_id, subject)
  WHERE key.org_id = erased.org_id AND key.subject = erased.subject AND key.wrapped IS NOT NULL
  """;

  private KeyDestruction() {}

  /** Call it under the lock of the head: whoever stores something afterwards sees it. */
  static void destroy(Connection connection, Set<SubjectKey.Owner> owners) throws SQLException {
    if (owners.isEmpty()) {
      return;
    }
    List<SubjectKey.Owner> all = List.copyOf(owners);
    try (PreparedStatement statement = connection.prepareStatement(DESTROY)) {
      Object[] orgs = all.stream().map(SubjectKey.Owner::orgId).toArray();
      Object[] subjects = all.stream().map(SubjectKey.Owner::subject).toArray();
      statement.setArray(1, connection.createArrayOf("uuid", orgs));
      statement.setArray(2, connection.createArrayOf("text", subjects));
      statement.executeUpdate();
    }
  }
}
