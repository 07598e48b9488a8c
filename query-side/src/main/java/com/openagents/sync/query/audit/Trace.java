package com.openagents.sync.query.audit;

import com.openagents.sync.api.audit.TraceResponse;
import com.openagents.sync.api.audit.TraceResponse.TracedCommand;
import com.openagents.sync.api.audit.TraceResponse.TracedEvent;
import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.platform.access.Caller;
import com.openagents.sync.platform.access.ScopeAccess;
import com.openagents.sync.platform.synclog.SyncLog;
import com.openagents.sync.query.event.EventDecoder;
import com.openagents.sync.query.event.Provenance;
import com.openagents.sync.query.event.StoredEvent;
import com.openagents.sync.query.event.StoredEvents;
import com.openagents.sync.query.platform.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Follows a mutation: command, domain events, sync events. */
@Component
class Trace {

  private static final String EVENTS = "WHERE global_index BETWEEN ? AND ? ORDER BY global_index";

  private final ScopeAccess access;
  private final Snapshot snapshot;
  private final JdbcClient jdbc;
  private final StoredEvents store;
  private final EventDecoder decoder;
  private final Projections projections;
  private final SyncLog syncLog;

  Trace(
    ScopeAccess access,
    Snapshot snapshot,
    JdbcClient jdbc,
    StoredEvents store,
    EventDecoder decoder,
    Projections projections,
    SyncLog syncLog
  ) {
    this.access = access;
    this.snapshot = snapshot;
    this.jdbc = jdbc;
    this.store = store;
    this.decoder = decoder;
    this.projections = projections;
    this.syncLog = syncLog;
  }

  TraceResponse of(Caller caller, String mutationId) {
    return snapshot.read(() -> {
      syncLog.pin();
      StoredMutation mutation = find(mutationId);
      List<StoredEvent> events = events(mutation);
      UUID orgId = events.isEmpty() ? mutation.orgId() : events.getFirst().orgId();
      if (orgId == null) {
        // Stored before mutations said whose they are.
        throw unknown(mutationId);
      }
      access.require(caller, Scope.org(orgId));
      return new TraceResponse(
        mutationId,
        command(mutation, events, orgId),
        events.isEmpty(),
        events.stream().map(this::traced).toList()
      );
    });
  }

  private StoredMutation find(String mutationId) {
    return jdbc
      .sql("SELECT " + StoredMutation.COLUMNS + " FROM event_store.mutations WHERE mutation_id = ?")
      .param(mutationId)
      .query((row, _) -> StoredMutation.of(row))
      .optional()
      .orElseThrow(() -> unknown(mutationId));
  }

  private static Rejected unknown(String mutationId) {
    return Rejected.field(
      RejectionCode.NOT_FOUND,
      "mutationId",
      "No mutation " + mutationId + " was accepted. Refused ones leave no trace: they had no effect."
    );
  }

  private List<StoredEvent> events(StoredMutation mutation) {
    List<StoredEvent> events = new ArrayList<>();
    Long first = mutation.firstIndex();
    if (first != null) {
      store.each(events::add, EVENTS, first, mutation.lastIndex());
    }
    return events;
  }

  private TracedCommand command(StoredMutation mutation, List<StoredEvent> events, UUID orgId) {
    Provenance told = events.isEmpty() ? Provenance.UNKNOWN : decoder.provenance(events.getFirst());
    return new TracedCommand(
      mutation.command(),
      first(mutation.commandId(), told.causationId()),
      first(mutation.actor(), told.actor()),
      first(mutation.actorKind(), told.actorKind()),
      first(mutation.correlationId(), told.correlationId()),
      orgId,
      mutation.storedAt()
    );
  }

  private static <T> @Nullable T first(@Nullable T one, @Nullable T other) {
    return one == null ? other : one;
  }

  private TracedEvent traced(StoredEvent event) {
    Provenance provenance = decoder.provenance(event);
    Projections.Projected projected = projections.of(event);
    return new TracedEvent(
      event.index(),
      event.eventId(),
      event.name(),
      event.aggregateId(),
      event.time(),
      provenance.actor(),
      provenance.actorKind(),
      provenance.correlationId(),
      provenance.causationId(),
      projected.state(),
      projected.reason(),
      projected.syncEvents(),
      projected.leftOut()
    );
  }
}
