package com.openagents.sync.query.audit.evidence;

import com.openagents.sync.platform.evidence.HeadFile;
import com.openagents.sync.platform.evidence.PublicKeys;
import com.openagents.sync.query.audit.evidence.Finding.Kind;
import com.openagents.sync.query.audit.evidence.StoredEvents.Place;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes everything: the chain, the signed heads, the dense index, the sequence of each aggregate, and all money. It
 * only reads, all of it as of one moment, and may run beside a working engine or without one.
 */
public final class StoreVerifier {

  private static final String SEQUENCES = """
  SELECT global_index, event_id, sequence_number, expected FROM (
    SELECT global_index, event_id, sequence_number,
      row_number() OVER (PARTITION BY aggregate_id ORDER BY global_index) - 1 AS expected
    FROM event_store.domain_events
  ) AS event WHERE sequence_number <> expected ORDER BY global_index LIMIT 1
  """;

  private final DataSource database;
  private final List<HeadFile> outside;
  private final PublicKeys keys;
  private final int threads;

  /** @param keys whose signatures count */
  public StoreVerifier(DataSource database, List<HeadFile> outside, PublicKeys keys, int threads) {
    this.database = database;
    this.outside = outside;
    this.keys = keys;
    this.threads = threads;
  }

  /** @param progress called now and then by the calling thread; what it throws ends the verification */
  public Report verify(Consumer<VerifyProgress> progress) throws SQLException, InterruptedException {
    long start = System.nanoTime();
    try (VerifySession session = VerifySession.open(database, null)) {
      String snapshot = session.exportSnapshot();
      StoredEvents events = session.events();
      Projection projection = Projection.read(session.connection());
      Place head = head(events);
      SignedHeads signed = SignedHeads.read(session.connection(), outside, keys);
      Ledger ledger = new Ledger(projection);
      Scan.Result scan;
      try (Scan running = new Scan(database, snapshot, threads, projection, head.index(), signed)) {
        scan = running.run(events, ledger, progress);
      }
      Judgement judgement = new Judgement(events, projection, signed, head);
      List<Finding> findings = new ArrayList<>(judgement.of(scan));
      sequence(events, findings);
      scan.wrongPosting().ifPresent(findings::add);
      ledger.compare(session.connection()).ifPresent(findings::add);
      findings.addAll(signed.findings());
      long milliseconds = (System.nanoTime() - start) / 1_000_000;
      return judgement.report(scan, ledger, findings, milliseconds);
    }
  }

  /** The head's row; where it is gone, the store counts to nothing. */
  private static Place head(StoredEvents events) throws SQLException {
    try (
      PreparedStatement statement = events
        .connection()
        .prepareStatement(
          "SELECT last_index, last_hash FROM event_store.head ORDER BY last_index DESC LIMIT 1"
        );
      ResultSet row = statement.executeQuery()
    ) {
      return row.next() ? new Place(row.getLong(1), row.getBytes(2)) : Place.BEGINNING;
    }
  }

  private static void sequence(StoredEvents events, List<Finding> findings) throws SQLException {
    // Whatever breaks the chain breaks sequences too, and is named already.
    if (!findings.isEmpty()) {
      return;
    }
    try (
      PreparedStatement statement = events.connection().prepareStatement(SEQUENCES);
      ResultSet row = statement.executeQuery()
    ) {
      if (row.next()) {
        findings.add(
          Finding.at(
            row.getLong(3) < row.getLong(4) ? Kind.ADDED : Kind.MISSING,
            row.getLong(1),
            row.getObject(2, java.util.UUID.class),
            "It is number %d of its aggregate, where %d belongs.".formatted(row.getLong(3), row.getLong(4))
          )
        );
      }
    }
  }
}
