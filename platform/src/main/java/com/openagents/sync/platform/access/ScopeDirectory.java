package com.openagents.sync.platform.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.openagents.sync.api.sync.Scope;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which org a scope belongs to, from the table that the projector keeps beside the sync log. Remembered for a while, since
 * it never changes and a thousand clients that come back at once ask for the same; that there is none is not remembered.
 */
@Component
class ScopeDirectory {

  private static final Duration REMEMBERED_FOR = Duration.ofMinutes(1);
  private static final int SCOPES_MAX = 100_000;

  private final JdbcClient jdbc;
  private final Cache<Scope, Optional<ScopeOwner>> known = Caffeine.newBuilder()
    .maximumSize(SCOPES_MAX)
    .expireAfterWrite(REMEMBERED_FOR)
    .build();

  ScopeDirectory(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<ScopeOwner> ownerOf(Scope scope) {
    Optional<ScopeOwner> owner = known.get(scope, this::find);
    if (owner.isEmpty()) {
      known.invalidate(scope);
    }
    return owner;
  }

  private Optional<ScopeOwner> find(Scope scope) {
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
