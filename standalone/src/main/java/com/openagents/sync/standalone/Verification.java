package com.openagents.sync.standalone;

import com.openagents.sync.platform.evidence.HeadFile;
import com.openagents.sync.platform.evidence.PublicKeys;
import com.openagents.sync.query.audit.evidence.Finding;
import com.openagents.sync.query.audit.evidence.Report;
import com.openagents.sync.query.audit.evidence.StoreVerifier;
import com.openagents.sync.standalone.database.DataDirectory;
import com.openagents.sync.standalone.database.EvidenceFiles;
import com.openagents.sync.standalone.database.PostgresServer;
import com.openagents.sync.standalone.database.RunningPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** {@code ./run verify}: beside the engine where it runs, else with nothing but its database. */
final class Verification {

  private static final int THREADS_MAX = 4;
  private static final double MILLISECONDS_PER_SECOND = 1_000;

  private Verification() {}

  /**
   * @return whether all is as it was
   * @throws StartRefused if there is nothing to verify, or no way to get at it
   */
  static boolean run(Path data) throws IOException {
    if (!Files.isDirectory(data.resolve("postgres"))) {
      throw new StartRefused("There is no event store in " + data + "; say where with --data.");
    }
    EvidenceFiles evidence = new EvidenceFiles(data.resolve("evidence"));
    System.out.println("Verifying the event store in " + data.toAbsolutePath().normalize());
    if (DataDirectory.isInUse(data)) {
      RunningPostgres running = RunningPostgres.of(data);
      return verify(running.jdbcUrl(), running.user(), running.password(), evidence);
    }
    try (
      DataDirectory claimed = DataDirectory.claim(data);
      PostgresServer server = PostgresServer.start(claimed)
    ) {
      KnownSchemas.require(server);
      return verify(server.jdbcUrl(), server.user(), server.password(), evidence);
    }
  }

  private static boolean verify(String url, String user, String password, EvidenceFiles evidence) {
    StoreVerifier verifier = new StoreVerifier(
      new DriverManagerDataSource(url, user, password),
      List.of(new HeadFile(evidence.heads())),
      PublicKeys.read(evidence.publicKeys()),
      Math.min(THREADS_MAX, Runtime.getRuntime().availableProcessors())
    );
    try {
      Report report = verifier.verify(progress ->
        System.out.printf(
          Locale.ROOT,
          "  %d of %d events, %d a second%n",
          progress.checked(),
          progress.of(),
          progress.eventsPerSecond()
        )
      );
      print(report);
      return report.ok();
    } catch (SQLException failure) {
      throw new StartRefused(
        "The event store can't be read: " + failure.getMessage() + " Has this version started on it before?"
      );
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void print(Report report) {
    System.out.printf(
      Locale.ROOT,
      "%d events in %.1f s; the chain ends at event %d with %s.%n",
      report.events(),
      report.milliseconds() / MILLISECONDS_PER_SECOND,
      report.lastIndex(),
      report.lastHash()
    );
    System.out.printf(
      "%d signed heads, the last one of event %d; outside the database up to event %d.%n",
      report.signedHeads(),
      report.signedUntil(),
      report.outsideUntil()
    );
    System.out.printf("%d accounts and %d postings were added up.%n", report.accounts(), report.postings());
    if (report.orgsNotCompared() > 0) {
      System.out.printf(
        "%d orgs wait behind an event that is set aside; their accounts were not compared.%n",
        report.orgsNotCompared()
      );
    }
    if (report.ok()) {
      System.out.println("All is as it was.");
    } else {
      System.out.println("The store is NOT as it was. The first bad event:");
      report.findings().forEach(Verification::print);
    }
  }

  private static void print(Finding finding) {
    System.out.printf(
      "  %s: event %d%s%s. %s%n",
      finding.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
      finding.globalIndex(),
      finding.untilIndex() > finding.globalIndex() ? " to " + finding.untilIndex() : "",
      finding.eventId() == null ? "" : " (" + finding.eventId() + ")",
      finding.detail()
    );
  }
}
