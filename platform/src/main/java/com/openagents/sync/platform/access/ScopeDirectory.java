package com.openagents.sync.platform.access;

import com.openagents.sync.api.sync.Scope;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which org a scope belongs to, from the table that the projector keeps beside the sync log. */
@Component
class ScopeDirectory {

  private final JdbcClient jdbc;

  ScopeDirectory(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<ScopeOwner> ownerOf(Scope scope) {
    return jdbc
      .sql("SELECT org_id, created_by FROM sync.scopes WHERE scope = ?")
      .param(scope.toString())
      .query((row, _) -> new ScopeOwner(row.getObject(1, UUID.class), row.getString(2)))
      .optional();
  }
}
