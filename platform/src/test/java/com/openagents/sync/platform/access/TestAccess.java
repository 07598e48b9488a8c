package com.openagents.sync.platform.access;

import com.openagents.sync.api.audit.ActorKind;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The access seam and principals for tests of whoever decides, which need no sync log. */
public final class TestAccess {

  private TestAccess() {}

  /** For {@link ScopeAccess#require(Caller, com.openagents.sync.api.sync.Scope, java.util.Optional)} only. */
  public static ScopeAccess withoutLog() {
    return new ScopeAccess(new ScopeDirectory(JdbcClient.create(new PGSimpleDataSource())));
  }

  public static Caller caller(String subject, UUID... orgs) {
    return new Caller(subject, ActorKind.PERSON, Set.of(orgs), Instant.MAX, "");
  }
}
