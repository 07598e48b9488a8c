package com.openagents.sync.query.org;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.org.OrgEvent.OrgCreated;
import com.openagents.sync.api.org.OrgRow;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.query.platform.Change.RowInserted;
import com.openagents.sync.query.platform.Change.ScopeOpened;
import com.openagents.sync.query.testing.Occurrences;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OrgProjectionTest {

  private final OrgProjection projection = new OrgProjection();
  private final UUID id = UUID.randomUUID();

  @Test
  void createdOpensItsScope() {
    OrgRow row = new OrgRow(id, "acme", "alice", Occurrences.TIME, Occurrences.TIME);

    assertThat(projection.changes(new OrgCreated(id, "acme", "alice"), Occurrences.once())).containsExactly(
      new ScopeOpened(Scope.org(id), id, "alice"),
      new RowInserted(projection.models().getFirst(), row, List.of(Scope.org(id)))
    );
  }
}
