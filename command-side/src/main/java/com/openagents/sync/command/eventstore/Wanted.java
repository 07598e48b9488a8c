package com.openagents.sync.command.eventstore;

import com.openagents.sync.command.eventstore.EventTable.StoredBefore;
import com.openagents.sync.command.eventstore.StoredEvent.Place;
import com.openagents.sync.platform.subjectkey.SubjectKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;

/** Mutations and places that a group wants to store, and keys that it was sealed with. */
record Wanted(List<String> mutationIds, List<Place> places, List<UUID> keys) {
  static Wanted of(List<Append> appends) {
    return new Wanted(
      appends.stream().map(Append::mutationId).toList(),
      appends.stream().flatMap(Append::places).distinct().toList(),
      appends
        .stream()
        .flatMap(append -> append.sealing().keys().stream())
        .map(SubjectKey::id)
        .distinct()
        .toList()
    );
  }

  StoredBefore storedBefore(ResultSet rows) throws SQLException {
    StoredBefore stored = new StoredBefore(new HashSet<>(), new HashSet<>(), new HashSet<>());
    while (rows.next()) {
      int position = rows.getInt(2) - 1;
      switch (rows.getString(1)) {
        case "mutation" -> stored.mutationIds().add(mutationIds.get(position));
        case "place" -> stored.places().add(places.get(position));
        default -> stored.destroyedKeys().add(keys.get(position));
      }
    }
    return stored;
  }
}
