package com.openagents.sync.query.rebuild;

import com.openagents.sync.query.platform.Model;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The tables that the last flip replaced. */
record Replaced(JdbcTemplate jdbc, JsonMapper json) {
  private static final String FLIPPED = """
  SELECT flip_position, held FROM rebuild.runs WHERE id = ? AND replaced_until IS NOT NULL
  """;

  // Not where an org's rows may be those in use, which the run takes over when it compares, nor what was erased since.
  private static final String GIVEN_BACK = """
  UPDATE rebuild.runs AS flipped SET flip_position = undone.position, held = undone.held
  FROM rebuild.runs AS undone
  WHERE undone.id = ? AND undone.started_at IS NOT NULL AND flipped.id = undone.rolls_back
    AND flipped.replaced_until > clock_timestamp()
    AND (undone.held = '{}' OR undone.phase IN ('replaying', 'indexing', 'catching_up'))
    AND NOT EXISTS (SELECT FROM sync.erasures WHERE event_index > flipped.flip_position)
  """;
  private static final String TAKEN = """
  SELECT quote_ident(tablename) FROM pg_tables
  WHERE schemaname = 'rebuild' AND tablename IN (SELECT tablename FROM pg_tables WHERE schemaname = 'read')
  """;

  private record Flipped(long position, Map<UUID, Long> held) {}

  /** Makes them the new tables of a run, which goes on from the events that they hold. */
  Run takeBack(Run run, Shadow shadow, RunJournal journal) {
    Flipped flipped = jdbc
      .query(
        FLIPPED,
        (row, _) -> new Flipped(row.getLong("flip_position"), Runs.held(json, row)),
        run.rollsBack()
      )
      .stream()
      .findFirst()
      .orElseThrow(() ->
        new IllegalStateException("The tables that run " + run.rollsBack() + " replaced are kept no longer")
      );
    for (TableShape shape : shadow.shapes()) {
      String table = shape.model().table();
      requireSameColumns(table);
      jdbc.execute("DROP TABLE rebuild." + table);
      jdbc.execute("ALTER TABLE replaced." + table + " SET SCHEMA rebuild");
    }
    List<String> models = shadow.shapes().stream().map(TableShape::model).map(Model::name).toList();
    long position = new LogLife(jdbc).position();
    journal.starts(
      models,
      flipped.position(),
      flipped.position(),
      position - flipped.position(),
      flipped.held()
    );
    return run.startingAt(flipped.position(), flipped.position(), flipped.held());
  }

  /** Keeps them further, as far as a run got that came to no end. */
  void giveBack(Run run) {
    if (jdbc.update(GIVEN_BACK, run.id()) > 0) {
      jdbc
        .queryForList(TAKEN, String.class)
        .forEach(table -> jdbc.execute("ALTER TABLE rebuild." + table + " SET SCHEMA replaced"));
    }
  }

  private void requireSameColumns(String table) {
    if (!TableShape.types(jdbc, "replaced." + table).equals(TableShape.types(jdbc, "read." + table))) {
      throw new IllegalStateException(
        "A migration changed read." + table + " since; what was replaced does not fit any more"
      );
    }
  }
}
