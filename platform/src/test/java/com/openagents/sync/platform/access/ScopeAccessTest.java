package com.openagents.sync.platform.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.platform.testing.SyncSchema;
import com.openagents.sync.platform.testing.TestDatabase;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScopeAccessTest {

  private static final UUID ORG = UUID.randomUUID();
  private static final UUID AGENT = UUID.randomUUID();

  private final TestDatabase database = TestDatabase.create();
  private final JdbcClient jdbc = JdbcClient.create(database.dataSource());
  private final ScopeAccess access = new ScopeAccess(new ScopeDirectory(jdbc));

  @BeforeAll
  void makeScopes() {
    SyncSchema.make(database);
    jdbc
      .sql("INSERT INTO sync.scopes VALUES (?, ?, 'alice', 1), (?, ?, NULL, 2)")
      .params(Scope.org(ORG).toString(), ORG, Scope.agent(AGENT).toString(), ORG)
      .update();
  }

  @Test
  @DisplayName("contract 10: members and the creator of an org may see it and its agents")
  void insiders() {
    for (Scope scope : new Scope[] { Scope.org(ORG), Scope.agent(AGENT) }) {
      assertThatCode(() -> access.require(TestAccess.caller("bob", ORG), scope)).doesNotThrowAnyException();
      assertThatCode(() -> access.require(TestAccess.caller("alice"), scope)).doesNotThrowAnyException();
    }
  }

  @Test
  @DisplayName("contract 10: nobody else may")
  void strangers() {
    for (Scope scope : new Scope[] { Scope.org(ORG), Scope.agent(AGENT) }) {
      assertThat(refusal(TestAccess.caller("mallory", AGENT), scope)).isEqualTo(RejectionCode.FORBIDDEN);
      assertThat(refusal(TestAccess.caller("Alice"), scope)).isEqualTo(RejectionCode.FORBIDDEN);
    }
  }

  @Test
  void unknownScopes() {
    Caller member = TestAccess.caller("alice", ORG);
    assertThat(refusal(member, Scope.org(AGENT))).isEqualTo(RejectionCode.SCOPE_UNKNOWN);
    assertThat(refusal(member, Scope.agent(ORG))).isEqualTo(RejectionCode.SCOPE_UNKNOWN);
  }

  private RejectionCode refusal(Caller caller, Scope scope) {
    return catchThrowableOfType(Rejected.class, () -> access.require(caller, scope)).code();
  }
}
