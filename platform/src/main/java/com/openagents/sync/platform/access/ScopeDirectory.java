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
      .sql(
        """
        SELECT org.org_id, org.created_by
        FROM sync.scopes this JOIN sync.scopes org ON org.scope = 'org:' || this.org_id
        WHERE this.scope = ?
        """
      )
      .param(scope.toString())
      .query((row, _) -> new ScopeOwner(row.getObject(1, UUID.class), row.getString(2)))
      .optional();
  }
}
