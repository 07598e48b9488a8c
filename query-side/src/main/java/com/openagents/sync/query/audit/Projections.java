package com.openagents.sync.query.audit;

import com.openagents.sync.api.audit.TraceResponse.Projection;
import com.openagents.sync.api.audit.TraceResponse.TracedSyncEvent;
import com.openagents.sync.api.sync.SyncAction;
import com.openagents.sync.query.event.EventDecoder;
import com.openagents.sync.query.event.StoredEvent;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the projector made of an event. */
@Component
class Projections {

  private static final String SYNC_EVENTS = """
  SELECT id, scope, model, model_id, action, count(*) OVER () FROM sync.sync_events
  WHERE event_index = ? AND authors IS NULL ORDER BY id LIMIT ?
  """;

  private final JdbcClient jdbc;
  private final EventDecoder decoder;
  private final AuditLimits limits;

  Projections(JdbcClient jdbc, EventDecoder decoder, AuditLimits limits) {
    this.jdbc = jdbc;
    this.decoder = decoder;
    this.limits = limits;
  }

  /** @param leftOut how many sync events there are beside those told */
  record Projected(
    Projection state,
    @Nullable String reason,
    List<TracedSyncEvent> syncEvents,
    long leftOut
  ) {
    private static Projected without(Projection state, @Nullable String reason) {
      return new Projected(state, reason, List.of(), 0);
    }
  }

  private record Counted(TracedSyncEvent event, long all) {}

  private record SetAside(@Nullable String reason) {}

  Projected of(StoredEvent event) {
    Optional<SetAside> setAside = setAside(event);
    if (setAside.isPresent()) {
      String reason = setAside.get().reason();
      return Projected.without(reason == null ? Projection.WAITING : Projection.SET_ASIDE, reason);
    }
    if (event.index() > jdbc.sql("SELECT position FROM sync.log_head").query(Long.class).single()) {
      return Projected.without(Projection.NOT_YET, null);
    }
    List<Counted> logged = logged(event);
    if (logged.isEmpty() && !decoder.changedRows(event).isEmpty()) {
      return Projected.without(Projection.NO_LONGER_LOGGED, null);
    }
    List<TracedSyncEvent> told = logged.stream().map(Counted::event).toList();
    long all = logged.isEmpty() ? 0 : logged.getFirst().all();
    return new Projected(Projection.PROJECTED, null, told, all - told.size());
  }

  private Optional<SetAside> setAside(StoredEvent event) {
    return jdbc
      .sql("SELECT reason FROM sync.set_aside_events WHERE event_index = ?")
      .param(event.index())
      .query((row, _) -> new SetAside(row.getString(1)))
      .optional();
  }

  private List<Counted> logged(StoredEvent event) {
    return jdbc
      .sql(SYNC_EVENTS)
      .params(event.index(), limits.tracedSyncEventsMax())
      .query((row, _) ->
        new Counted(
          new TracedSyncEvent(
            row.getLong(1),
            row.getString(2),
            row.getString(3),
            row.getObject(4, UUID.class),
            SyncAction.valueOf(row.getString(5).toUpperCase(Locale.ROOT))
          ),
          row.getLong(6)
        )
      )
      .list();
  }
}
