package com.openagents.sync.query.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.message.MessageEvent.MessageDeleted;
import com.openagents.sync.api.message.MessageEvent.MessageEdited;
import com.openagents.sync.api.message.MessageEvent.MessagePosted;
import com.openagents.sync.api.message.MessageRole;
import com.openagents.sync.api.message.MessageRow;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.query.platform.Change.RowDeleted;
import com.openagents.sync.query.platform.Change.RowInserted;
import com.openagents.sync.query.platform.Change.RowUpdated;
import com.openagents.sync.query.platform.Model;
import com.openagents.sync.query.testing.Occurrences;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MessageProjectionTest {

  private final MessageProjection projection = new MessageProjection();
  private final Model model = projection.models().getFirst();
  private final UUID id = UUID.randomUUID();
  private final UUID agentId = UUID.randomUUID();
  private final UUID orgId = UUID.randomUUID();
  private final List<Scope> scopes = List.of(Scope.agent(agentId), Scope.org(orgId));

  @Test
  void posted() {
    MessagePosted event = new MessagePosted(id, agentId, orgId, MessageRole.TOOL, "hi");
    MessageRow row = new MessageRow(
      id,
      agentId,
      orgId,
      MessageRole.TOOL,
      "hi",
      Occurrences.TIME,
      Occurrences.TIME
    );

    assertThat(projection.changes(event, Occurrences.once())).containsExactly(
      new RowInserted(model, row, scopes)
    );
  }

  @Test
  void edited() {
    assertThat(
      projection.changes(new MessageEdited(id, agentId, orgId, "ho"), Occurrences.once())
    ).containsExactly(new RowUpdated(model, id, Map.of("content", "ho"), Occurrences.TIME, scopes));
  }

  @Test
  void deleted() {
    assertThat(
      projection.changes(new MessageDeleted(id, agentId, orgId), Occurrences.once())
    ).containsExactly(new RowDeleted(model, id, scopes));
  }
}
