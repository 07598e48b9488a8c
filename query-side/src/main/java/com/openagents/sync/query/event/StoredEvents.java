package com.openagents.sync.query.event;

import com.openagents.sync.platform.database.BinaryTransfer;
import com.openagents.sync.platform.database.PlannedOnce;
import com.openagents.sync.platform.evidence.ChainedEvent;
import com.openagents.sync.platform.handover.Commit;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.ArgumentPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.stereotype.Component;

/** Reads {@code event_store.domain_events}. */
@Component
public class StoredEvents {

  private static final int ROWS_PER_FETCH = 100;
  private static final String COLUMNS = """
  global_index, event_id, aggregate_type, aggregate_id, sequence_number,
    payload_type, payload_revision, payload, metadata, created_at, org_id
  """;
  private static final String EVENTS = "SELECT " + COLUMNS + "FROM event_store.domain_events ";
  // What the payloads before an event sum up to decides whether it comes, so no more than wanted leaves the database.
  private static final String NEWS = """
  SELECT next.*, head.last_index FROM event_store.head LEFT JOIN LATERAL (
    SELECT %1$s, sum(octet_length(payload)) OVER (ORDER BY global_index) - octet_length(payload) AS bytes_before
    FROM (
      SELECT %1$s FROM event_store.domain_events WHERE global_index > ? ORDER BY global_index LIMIT ?
    ) AS following
  ) AS next ON next.bytes_before < ?
  ORDER BY next.global_index
  """.formatted(COLUMNS);

  /**
   * @param lastIndex where the store ended then, or will if what is announced is stored
   * @param events those after the position, oldest first
   * @param commit of the last of them
   */
  public record News(long lastIndex, List<StoredEvent> events, Commit commit) {}

  /** Takes an event and says whether to go on. */
  public interface Sink {
    boolean take(StoredEvent event);
  }

  private final JdbcTemplate jdbc;

  StoredEvents(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Hands on events for as long as they are wanted. Needs a transaction, so that they are fetched piece by piece.
   *
   * @param condition in SQL, from {@code WHERE} on
   * @return whether all of them were wanted
   */
  public boolean each(Sink sink, String condition, Object... parameters) {
    ResultSetExtractor<Boolean> untilEnough = rows -> {
      boolean goOn = true;
      while (goOn && rows.next()) {
        goOn = sink.take(event(rows));
      }
      return goOn;
    };
    Boolean all = jdbc.query(prepared(EVENTS + condition, parameters), untilEnough);
    return Boolean.TRUE.equals(all);
  }

  /**
   * Where the store ends, and what comes after a position, seen at one moment; empty if it has lost its head.
   *
   * @param bytesMax of payloads; the event that reaches it is the last one
   */
  public Optional<News> after(long position, int eventsMax, long bytesMax) {
    ResultSetExtractor<Optional<News>> all = rows -> {
      Optional<News> news = Optional.empty();
      List<StoredEvent> events = new ArrayList<>();
      while (rows.next()) {
        news = Optional.of(new News(rows.getLong("last_index"), events, Commit.made()));
        if (rows.getObject(1) != null) {
          events.add(event(rows));
        }
      }
      return news;
    };
    return PlannedOnce.query(jdbc, NEWS, all, position, eventsMax, bytesMax);
  }

  private static PreparedStatementCreator prepared(String sql, Object... parameters) {
    return connection -> {
      PreparedStatement statement = connection.prepareStatement(sql);
      new ArgumentPreparedStatementSetter(parameters).setValues(statement);
      statement.setFetchSize(ROWS_PER_FETCH);
      BinaryTransfer.of(statement);
      return statement;
    };
  }

  private static StoredEvent event(ResultSet row) throws SQLException {
    return StoredEvent.of(
      new ChainedEvent(
        row.getLong(1),
        row.getObject(2, UUID.class),
        row.getString(3),
        row.getObject(4, UUID.class),
        row.getLong(5),
        row.getObject(11, UUID.class),
        row.getString(6),
        row.getString(7),
        row.getBytes(8),
        row.getBytes(9),
        row.getObject(10, OffsetDateTime.class).toInstant()
      )
    );
  }
}
