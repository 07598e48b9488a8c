package com.openagents.sync.platform.synclog;

import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.platform.database.PlannedOnce;
import com.openagents.sync.platform.json.WireTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Reads {@code sync.sync_events}. Ids are dense and in commit order, so a reader never waits for gaps. */
@Component
public class SyncLog {

  private static final int ROWS_PER_FETCH = 50;
  private static final String EVENT =
    "id, prev_id, scope, model, model_id, action, data::text, mutation_id, event_id, created_at";
  private static final String COLUMNS = "SELECT " + EVENT + " FROM sync.sync_events ";
  /** In SQL, what whoever writes events reads back to hand them on, each by {@link #event}. */
  public static final String RETURNING_EVENTS = "RETURNING " + EVENT;
  /** In SQL, the columns of the head, for {@link #head(ResultSet)}. */
  public static final String HEAD_COLUMNS = "epoch, last_id, first_id, first_compacted_id, redactions";
  private static final String HEAD = "SELECT " + HEAD_COLUMNS;
  private static final String NEWS =
    HEAD +
    ", event.* FROM sync.log_head LEFT JOIN LATERAL (" +
    COLUMNS +
    "WHERE id > ? ORDER BY id LIMIT ?) event ON true ORDER BY event.id";

  private final JdbcClient jdbc;
  private final JdbcTemplate template;
  private final JsonMapper json;

  SyncLog(JdbcTemplate template, JsonMapper json) {
    this.jdbc = JdbcClient.create(template);
    this.template = template;
    this.json = json;
  }

  /**
   * Keeps retention from dropping what this transaction may see, until it ends. To be called before anything is read in
   * it: a snapshot that is older than this lock can lose partitions unawares.
   */
  public void pin() {
    jdbc.sql("LOCK TABLE ONLY sync.sync_events IN ACCESS SHARE MODE").update();
  }

  public LogHead head() {
    return jdbc
      .sql(HEAD + " FROM sync.log_head")
      .query((row, _) -> head(row))
      .single();
  }

  /** Where the log stands, and with it the events of all scopes after an id, oldest first, at most {@code limit}. */
  public LogNews news(long after, int limit) {
    return PlannedOnce.query(template, NEWS, this::news, after, limit);
  }

  /** The events of a scope in (after, through], oldest first, at most {@code limit} of them. */
  public List<LoggedEvent> ofScope(Scope scope, long after, long through, int limit) {
    return jdbc
      .sql(COLUMNS + "WHERE scope = ? AND id > ? AND id <= ? ORDER BY id LIMIT ?")
      .params(scope.toString(), after, through, limit)
      .query((row, _) -> event(row))
      .list();
  }

  /**
   * The events of a scope in (after, through], oldest first, for as long as they are wanted. Needs a transaction, so that
   * they are fetched piece by piece.
   *
   * @param wantsMore takes an event and says whether to go on
   */
  public void ofScope(Scope scope, long after, long through, Predicate<LoggedEvent> wantsMore) {
    jdbc
      .sql(COLUMNS + "WHERE scope = ? AND id > ? AND id <= ? ORDER BY id")
      .withFetchSize(ROWS_PER_FETCH)
      .params(scope.toString(), after, through)
      .query(rows -> {
        boolean goOn = true;
        while (goOn && rows.next()) {
          goOn = wantsMore.test(event(rows));
        }
        return goOn;
      });
  }

  /** The events of all scopes after an id, oldest first, at most {@code limit} of them. */
  public List<LoggedEvent> ofAll(long after, int limit) {
    return jdbc
      .sql(COLUMNS + "WHERE id > ? ORDER BY id LIMIT ?")
      .params(after, limit)
      .query((row, _) -> event(row))
      .list();
  }

  private LogNews news(ResultSet rows) throws SQLException {
    if (!rows.next()) {
      throw new EmptyResultDataAccessException("There is no sync.log_head", 1);
    }
    LogHead head = head(rows);
    List<LoggedEvent> events = new ArrayList<>();
    do {
      if (rows.getObject("id") != null) {
        events.add(event(rows));
      }
    } while (rows.next());
    return new LogNews(head, events);
  }

  /** The head in a row that begins with its columns. */
  public static LogHead head(ResultSet row) throws SQLException {
    return new LogHead(
      row.getObject(1, UUID.class),
      row.getLong(2),
      row.getLong(3),
      row.getLong(4),
      row.getLong(5)
    );
  }

  /** The event in a row that has its columns. */
  public LoggedEvent event(ResultSet row) throws SQLException {
    long id = row.getLong("id");
    long previousId = row.getLong("prev_id");
    String scope = row.getString("scope");
    String model = row.getString("model");
    StringBuilder text = new StringBuilder(256);
    text.append("{\"id\":").append(id).append(",\"prev_id\":").append(previousId);
    text.append(",\"scope\":\"").append(scope).append("\",\"model\":\"").append(model);
    text.append("\",\"model_id\":\"").append(row.getString("model_id"));
    text.append("\",\"action\":\"").append(row.getString("action"));
    text.append("\",\"data\":").append(row.getString("data"));
    text.append(",\"mutation_id\":").append(json.writeValueAsString(row.getString("mutation_id")));
    text.append(",\"event_id\":\"").append(row.getString("event_id"));
    text.append("\",\"created_at\":\"");
    text.append(WireTime.text(row.getObject("created_at", OffsetDateTime.class).toInstant())).append("\"}");
    return new LoggedEvent(id, previousId, scope, model, text.toString());
  }
}
