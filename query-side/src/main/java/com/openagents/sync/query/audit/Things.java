package com.openagents.sync.query.audit;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.platform.access.Caller;
import com.openagents.sync.platform.access.ScopeAccess;
import com.openagents.sync.query.platform.Catalogue;
import com.openagents.sync.query.platform.Model;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds what a caller names, and refuses what it may not see. */
@Component
class Things {

  private static final String ID = "id";

  private final ScopeAccess access;
  private final Catalogue catalogue;
  private final JdbcClient jdbc;

  Things(ScopeAccess access, Catalogue catalogue, JdbcClient jdbc) {
    this.access = access;
    this.catalogue = catalogue;
    this.jdbc = jdbc;
  }

  /**
   * Something that is or was there.
   *
   * @throws Rejected with {@code invalid_value} if there is no such model, {@code not_found} or {@code forbidden}
   */
  Thing named(Caller caller, String modelName, UUID id) {
    Model model = catalogue.model(modelName).orElseThrow(() -> unknownModel(modelName));
    Thing thing = thing(model, id).orElseThrow(() -> notFound(model, id));
    UUID orgId = orgOf(thing.aggregateId()).orElseThrow(() -> notFound(model, id));
    access.require(caller, Scope.org(orgId));
    return thing;
  }

  static Rejected notFound(Model model, UUID id) {
    return Rejected.field(
      RejectionCode.NOT_FOUND,
      ID,
      "There never was a %s with the id %s.".formatted(model.name(), id)
    );
  }

  /** By the event store, which also knows what is deleted or not projected. */
  private Optional<UUID> orgOf(UUID aggregateId) {
    return jdbc
      .sql("SELECT org_id FROM event_store.domain_events WHERE aggregate_id = ? AND sequence_number = 0")
      .param(aggregateId)
      .query(UUID.class)
      .optional();
  }

  private Optional<Thing> thing(Model model, UUID id) {
    if (model.aggregateColumn().equals(ID)) {
      return Optional.of(Thing.aggregate(model, id));
    }
    return jdbc
      .sql(
        "SELECT %s, created_at::text, updated_at::text FROM read.%s WHERE id = ?".formatted(
          model.aggregateColumn(),
          model.table()
        )
      )
      .param(id)
      .query((row, _) ->
        new Thing(model, id, row.getObject(1, UUID.class), row.getString(2), row.getString(3))
      )
      .optional();
  }

  private Rejected unknownModel(String name) {
    return Rejected.field(
      RejectionCode.INVALID_VALUE,
      "model",
      "There is no model '%s'; known are %s.".formatted(
        name,
        catalogue.models().stream().map(Model::name).collect(Collectors.joining(", "))
      )
    );
  }
}
