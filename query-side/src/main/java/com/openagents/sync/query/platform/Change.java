package com.openagents.sync.query.platform;

import com.openagents.sync.api.Row;
import com.openagents.sync.api.sync.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a domain event changes in what people see. */
public sealed interface Change {
  /**
   * A scope begins; a change of a row may name it from now on.
   *
   * @param createdBy of an org's scope: the subject that made the org
   */
  record ScopeOpened(Scope scope, UUID orgId, @Nullable String createdBy) implements Change {}

  /**
   * What a subject wrote in an org is gone from every row. Which rows those are only the tables tell, so this is the one
   * change that is not a row's. It comes alone from its event.
   */
  record TextErased(UUID orgId, String subject) implements Change {}

  /** A change of one row, which becomes one sync event in each of its scopes. */
  sealed interface RowChange extends Change {
    Model model();

    UUID id();

    /** Each scope that sees the row, the narrower first. */
    List<Scope> scopes();
  }

  record RowInserted(Model model, Row row, List<Scope> scopes) implements RowChange {
    @Override
    public UUID id() {
      return row.id();
    }
  }

  /** @param changed new values by column, without {@code updated_at} */
  record RowUpdated(
    Model model,
    UUID id,
    Map<String, Object> changed,
    Instant updatedAt,
    List<Scope> scopes
  ) implements RowChange {}

  record RowDeleted(Model model, UUID id, List<Scope> scopes) implements RowChange {}
}
