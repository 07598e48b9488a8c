package com.openagents.sync.query.audit.evidence;

import com.openagents.sync.platform.evidence.HeadFile;
import com.openagents.sync.platform.evidence.PublicKeys;
import com.openagents.sync.platform.evidence.SignedHead;
import com.openagents.sync.query.audit.evidence.Finding.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All signed heads that there are, of the database and of the files outside.
 *
 * @param genuine by the index of their event; only what a known key signed is a testimony
 * @param findings heads that are none, and heads that the database lacks
 */
record SignedHeads(
  Map<Long, List<SignedHead>> genuine,
  long inDatabaseUntil,
  long outsideUntil,
  List<Finding> findings
) {
  private static final int ROWS_PER_FETCH = 1_000;
  private static final String HEADS =
    "SELECT global_index, hash, signed_at, key_id, signature FROM event_store.signed_heads ORDER BY global_index";

  static SignedHeads read(Connection connection, List<HeadFile> outside, PublicKeys keys)
    throws SQLException {
    Collector collector = new Collector(keys);
    long inDatabase = collector.addAll(inDatabase(connection), "event_store.signed_heads");
    long furthest = 0;
    for (HeadFile file : outside) {
      HeadFile.Content content = file.read();
      furthest = Math.max(furthest, collector.addAll(content.heads(), file.path().toString()));
      for (int line : content.unreadable()) {
        collector.invalid(0, "Line " + line + " of " + file.path() + " is no signed head.");
      }
      collector.requireInDatabase(content.heads(), inDatabase);
    }
    return new SignedHeads(collector.genuine, inDatabase, furthest, collector.findings);
  }

  long count() {
    return genuine.values().stream().mapToLong(List::size).sum();
  }

  /** The furthest event that a testimony is about. */
  long until() {
    return genuine.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
  }

  /** The last signed event before this one; 0 if there is none. */
  long before(long index) {
    return genuine
      .keySet()
      .stream()
      .mapToLong(Long::longValue)
      .filter(signed -> signed < index)
      .max()
      .orElse(0);
  }

  private static List<SignedHead> inDatabase(Connection connection) throws SQLException {
    List<SignedHead> heads = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(HEADS)) {
      statement.setFetchSize(ROWS_PER_FETCH);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          heads.add(
            new SignedHead(
              row.getLong(1),
              row.getBytes(2),
              row.getObject(3, OffsetDateTime.class).toInstant(),
              row.getString(4),
              row.getBytes(5)
            )
          );
        }
      }
    }
    return heads;
  }

  private static final class Collector {

    final Map<Long, List<SignedHead>> genuine = new HashMap<>();
    final List<Finding> findings = new ArrayList<>();
    private final PublicKeys keys;

    Collector(PublicKeys keys) {
      this.keys = keys;
    }

    /** @return the furthest event of the genuine ones */
    long addAll(List<SignedHead> heads, String where) {
      List<SignedHead> fresh = heads
        .stream()
        .filter(head -> !isKnown(head))
        .toList();
      List<SignedHead> signed = fresh.parallelStream().filter(keys::signed).toList();
      signed.forEach(head -> genuine.computeIfAbsent(head.globalIndex(), _ -> new ArrayList<>(1)).add(head));
      if (signed.size() < fresh.size()) {
        fresh
          .stream()
          .filter(head -> !isKnown(head))
          .forEach(head ->
            invalid(
              head.globalIndex(),
              "%s holds a head of event %d with key %s that %s.".formatted(
                where,
                head.globalIndex(),
                head.keyId(),
                keys.ids().contains(head.keyId()) ? "did not sign it" : "is not among the public keys"
              )
            )
          );
      }
      return heads.stream().filter(this::isKnown).mapToLong(SignedHead::globalIndex).max().orElse(0);
    }

    /** The table is as append-only as the events: what was in it and is outside must still be there. */
    void requireInDatabase(List<SignedHead> outside, long inDatabaseUntil) {
      outside
        .stream()
        .filter(head -> isKnown(head) && head.globalIndex() > inDatabaseUntil)
        .findFirst()
        .ifPresent(head ->
          invalid(
            head.globalIndex(),
            "event_store.signed_heads lacks the head of event %d, which is known outside.".formatted(
              head.globalIndex()
            )
          )
        );
    }

    void invalid(long index, String detail) {
      findings.add(Finding.at(Kind.SIGNED_HEAD_INVALID, index, null, detail));
    }

    private boolean isKnown(SignedHead head) {
      return genuine.getOrDefault(head.globalIndex(), List.of()).stream().anyMatch(head::saysSameAs);
    }
  }
}
