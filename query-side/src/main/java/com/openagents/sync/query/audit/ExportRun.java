package com.openagents.sync.query.audit;

import com.openagents.sync.api.audit.ExportEnd;
import com.openagents.sync.api.audit.ExportedEvent;
import com.openagents.sync.api.audit.ExportedEvent.ExportedChange;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.query.event.ChangedRow;
import com.openagents.sync.query.event.EventDecoder;
import com.openagents.sync.query.event.Provenance;
import com.openagents.sync.query.event.StoredEvent;
import com.openagents.sync.query.event.Unprojectable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One export on its way: takes all events of an org and passes on those of the scope. */
final class ExportRun {

  private final EventDecoder decoder;
  private final ExportRequest request;
  private final ExportOutput output;
  private final ExportSink sink;
  private long reached;
  private long events;
  private long changes;
  private long unreadable;

  ExportRun(EventDecoder decoder, ExportRequest request, ExportOutput output, ExportSink sink) {
    this.decoder = decoder;
    this.request = request;
    this.output = output;
    this.sink = sink;
    this.reached = request.after();
  }

  /** Global index of the last event that it took. */
  long reached() {
    return reached;
  }

  void take(StoredEvent event) {
    reached = event.index();
    boolean isWholeOrg = request.scope().kind() == Scope.Kind.ORG;
    try {
      List<ChangedRow> rows = decoder.changedRows(event);
      List<ChangedRow> seen = rows
        .stream()
        .filter(row -> row.scopes().contains(request.scope()))
        .toList();
      if (isWholeOrg || !seen.isEmpty()) {
        write(event, seen, null);
      }
    } catch (Unprojectable failure) {
      unreadable++;
      if (isWholeOrg) {
        write(event, List.of(), failure.getMessage());
      }
    }
  }

  private void write(StoredEvent event, List<ChangedRow> rows, @Nullable String reason) {
    events++;
    changes += rows.size();
    Provenance provenance = decoder.provenance(event);
    output.event(
      new ExportedEvent(
        event.index(),
        event.eventId(),
        event.name(),
        event.time(),
        provenance.actor(),
        provenance.actorKind(),
        provenance.mutationId(),
        provenance.correlationId(),
        provenance.causationId(),
        event.aggregateId(),
        rows
          .stream()
          .map(row -> new ExportedChange(row.model().name(), row.id(), row.action(), row.data()))
          .toList(),
        reason
      )
    );
  }

  void end(long through) {
    output.end(
      new ExportEnd(
        true,
        request.scope().toString(),
        request.after(),
        through,
        events,
        changes,
        unreadable,
        sink.digest()
      )
    );
    sink.flush();
  }
}
