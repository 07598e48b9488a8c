package com.openagents.sync.query.rebuild;

import com.openagents.sync.api.rebuild.RebuildKind;
import com.openagents.sync.api.rebuild.RebuildPhase;
import com.openagents.sync.api.rebuild.RebuildReport;
import com.openagents.sync.api.rebuild.RebuildRun;
import com.openagents.sync.api.rebuild.RebuildState;
import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.sync.Scope;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What is asked for and how far it is, as people see it: {@code rebuild.runs} and the wishes about them. */
@Component
class Runs {

  private static final TypeReference<Map<UUID, Long>> HELD = new TypeReference<>() {};
  private static final int RUNS_SHOWN_MAX = 50;
  private static final String INSERT = """
  INSERT INTO rebuild.runs (id, kind, models, scope, meaning_changed, rolls_back, requested_by)
  SELECT ?, ?, ?, ?, ?, ?, ?
  WHERE NOT EXISTS (SELECT FROM rebuild.runs WHERE state IN ('waiting', 'running', 'paused'))
  """;
  // A run that is marked as running though nobody has the lock was broken off.
  private static final String NEXT =
    "FROM rebuild.runs AS runs WHERE state IN ('running', 'paused', 'waiting') ORDER BY state = 'waiting', number LIMIT 1";
  private static final String READ_NEXT =
    """
    SELECT *, (SELECT wish FROM rebuild.wishes WHERE run_id = runs.id ORDER BY wishes.number DESC LIMIT 1) AS wish
    """ + NEXT;
  private static final String REFUSE_NEXT = """
  UPDATE rebuild.runs SET state = 'failed', phase = 'ended', reason = ?, ended_at = clock_timestamp()
  WHERE id = (SELECT id %s)
  """.formatted(NEXT);
  private static final String WISH =
    "SELECT wish FROM rebuild.wishes WHERE run_id = ? ORDER BY number DESC LIMIT 1";

  private final JdbcClient jdbc;
  private final JsonMapper json;

  Runs(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** What somebody wants of a run. */
  enum Wish {
    PAUSE,
    RESUME,
    CANCEL,
  }

  /** @param wish the last one, if any */
  record Pending(Run run, RebuildState state, @Nullable Wish wish) {}

  /** Returns its id; empty while another one is not over. */
  Optional<UUID> add(
    RebuildKind kind,
    List<String> models,
    @Nullable Scope scope,
    boolean meaningChanged,
    @Nullable UUID rollsBack,
    String requestedBy
  ) {
    UUID id = UUID.randomUUID();
    int added = jdbc
      .sql(INSERT)
      .params(
        Arrays.asList(
          id,
          lowerCase(kind),
          models.toArray(String[]::new),
          scope == null ? null : scope.toString(),
          meaningChanged,
          rollsBack,
          requestedBy
        )
      )
      .update();
    return added == 1 ? Optional.of(id) : Optional.empty();
  }

  /** Returns false if there is no such run, or it is over. */
  boolean wish(UUID id, Wish wish) {
    return (
      jdbc
        .sql(
          """
          INSERT INTO rebuild.wishes (run_id, wish)
          SELECT id, ? FROM rebuild.runs WHERE id = ? AND state IN ('waiting', 'running', 'paused')
          """
        )
        .params(lowerCase(wish), id)
        .update() == 1
    );
  }

  Optional<Wish> wish(UUID id) {
    return jdbc
      .sql(WISH)
      .param(id)
      .query(String.class)
      .optional()
      .map(wish -> constant(Wish.class, wish));
  }

  /** The one to be at now; one that makes no sense fails instead of keeping all others waiting. */
  Optional<Pending> next() {
    try {
      return readNext();
    } catch (Rejected senseless) {
      jdbc.sql(REFUSE_NEXT).param(String.valueOf(senseless.getMessage())).update();
      return Optional.empty();
    }
  }

  private Optional<Pending> readNext() {
    return jdbc
      .sql(READ_NEXT)
      .query((row, _) ->
        new Pending(
          run(row),
          constant(RebuildState.class, row.getString("state")),
          row.getString("wish") == null ? null : constant(Wish.class, row.getString("wish"))
        )
      )
      .optional();
  }

  Optional<RebuildRun> find(UUID id) {
    return jdbc.sql("SELECT * FROM rebuild.runs WHERE id = ?").param(id).query(this::shown).optional();
  }

  List<RebuildRun> newest() {
    return jdbc
      .sql("SELECT * FROM rebuild.runs ORDER BY number DESC LIMIT ?")
      .param(RUNS_SHOWN_MAX)
      .query(this::shown)
      .list();
  }

  private Run run(ResultSet row) throws SQLException {
    String scope = row.getString("scope");
    return new Run(
      row.getObject("id", UUID.class),
      kind(row),
      models(row),
      scope == null ? null : Scope.parse(scope),
      row.getBoolean("meaning_changed"),
      row.getObject("rolls_back", UUID.class),
      phase(row),
      row.getObject("started_at") != null,
      row.getLong("position"),
      row.getLong("erasures_through"),
      row.getLong("events_done"),
      held(json, row)
    );
  }

  private RebuildRun shown(ResultSet row, int number) throws SQLException {
    String report = row.getString("report");
    RebuildState state = constant(RebuildState.class, row.getString("state"));
    long rate = row.getLong("events_per_second");
    long left = row.getLong("events_of") - row.getLong("events_done");
    return new RebuildRun(
      row.getObject("id", UUID.class),
      kind(row),
      state,
      phase(row),
      models(row),
      row.getString("scope"),
      row.getString("requested_by"),
      row.getObject("requested_at", OffsetDateTime.class).toInstant(),
      instant(row, "started_at"),
      instant(row, "ended_at"),
      row.getLong("events_done"),
      row.getLong("events_of"),
      rate,
      state == RebuildState.RUNNING && phase(row) == RebuildPhase.REPLAYING && rate > 0 ? left / rate : null,
      row.getString("reason"),
      instant(row, "replaced_until"),
      report == null ? null : json.readValue(report, RebuildReport.class)
    );
  }

  /** By org the first event that is not in the tables. */
  static Map<UUID, Long> held(JsonMapper json, ResultSet row) throws SQLException {
    return new HashMap<>(json.readValue(row.getString("held"), HELD));
  }

  private static RebuildKind kind(ResultSet row) throws SQLException {
    return constant(RebuildKind.class, row.getString("kind"));
  }

  private static RebuildPhase phase(ResultSet row) throws SQLException {
    return constant(RebuildPhase.class, row.getString("phase"));
  }

  private static List<String> models(ResultSet row) throws SQLException {
    Array models = row.getArray("models");
    return List.of((String[]) models.getArray());
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String stored) {
    return Enum.valueOf(type, stored.toUpperCase(Locale.ROOT));
  }

  static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
