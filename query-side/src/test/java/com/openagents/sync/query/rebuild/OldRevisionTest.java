package com.openagents.sync.query.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.rebuild.RebuildReport;
import com.openagents.sync.api.rebuild.RebuildReport.ComparedModel;
import com.openagents.sync.api.rebuild.RebuildReport.DifferingRow;
import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.query.testing.EventStore;
import com.openagents.sync.query.testing.FoldedScope;
import com.openagents.sync.query.testing.Follower;
import com.openagents.sync.query.testing.RunningQuerySide;
import com.openagents.sync.query.testing.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A change of a table that is made of events from before it: accounts have decimals, which their old events lack. An
 * upcaster says them, a migration adds the column with a guess, and a rebuild corrects the rows that it is wrong for.
 */
class OldRevisionTest {

  private static final Path MIGRATIONS = Path.of("src/main/resources/db/query-side");

  private final TestDatabase database = TestDatabase.create();
  private final EventStore store = EventStore.createdIn(database);
  private final JdbcClient jdbc = JdbcClient.create(database.dataSource());

  @Test
  @DisplayName(
    "contract 12: a new column from old events reaches connected clients, for exactly the rows that differ"
  )
  void newColumn() throws IOException {
    try (RunningQuerySide app = start()) {
      Sample sample = Sample.in(store);
      open(sample, UUID.randomUUID(), "USD");
      UUID yen = UUID.randomUUID();
      open(sample, yen, "JPY");
      UUID dinars = UUID.randomUUID();
      open(sample, dinars, "BHD");
      store.awaitProjected();
      asBeforeTheMigration();
      Follower follower = Follower.begun(app, sample.org());
      long before = follower.cursor();

      jdbc.sql(rowsOfTheMigration()).update();
      RebuildReport report = new Rebuilds(app).report(migrationsRun());

      assertThat(report.models()).containsExactly(new ComparedModel("Account", 3, 2, 0, 0));
      assertThat(report.examples()).extracting(DifferingRow::id).containsExactlyInAnyOrder(yen, dinars);
      assertThat(app.json("/sync/delta?scope=%s&lastSyncId=%d".formatted(sample.org(), before)).get("events"))
        .extracting(event -> event.get("data").toString())
        .containsExactly("{\"decimals\":0}", "{\"decimals\":3}");
      follower.requireFollows();
      assertThat(follower.rungs()).isEmpty();
      assertThat(follower.state().rows().toString()).contains("\"decimals\":2");
    }
  }

  /** What stands there when a node of the version with the column starts on data from before. */
  private void asBeforeTheMigration() {
    jdbc.sql("UPDATE read.accounts SET decimals = 2").update();
  }

  /** The last statement of the migration, which asks for the rebuild. */
  private static String rowsOfTheMigration() throws IOException {
    String migration = Files.readString(MIGRATIONS.resolve("V6__decimals_of_accounts.sql"));
    return migration.substring(migration.indexOf("INSERT INTO rebuild.runs"));
  }

  private UUID migrationsRun() {
    return jdbc
      .sql("SELECT id FROM rebuild.runs WHERE requested_by = 'agentsync:migration'")
      .query(UUID.class)
      .single();
  }

  private void open(Sample sample, UUID id, String currency) {
    String opened = """
    {"id":"%s","orgId":"%s","agentId":null,"kind":"ORG","currency":"%s"}
    """.formatted(id, sample.orgId(), currency);
    store.appendRaw(id, sample.orgId(), "AccountOpened", opened);
  }

  private RunningQuerySide start() {
    return RunningQuerySide.on(
      database,
      "agentsync.rebuild.operators=" + EventStore.ACTOR,
      "agentsync.rebuild.look-every=50ms"
    );
  }
}
