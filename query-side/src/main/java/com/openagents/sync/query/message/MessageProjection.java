package com.openagents.sync.query.message;

import com.openagents.sync.api.message.MessageEvent;
import com.openagents.sync.api.message.MessageEvent.MessageDeleted;
import com.openagents.sync.api.message.MessageEvent.MessageEdited;
import com.openagents.sync.api.message.MessageEvent.MessagePosted;
import com.openagents.sync.api.message.MessageRow;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.query.platform.Change;
import com.openagents.sync.query.platform.Change.RowDeleted;
import com.openagents.sync.query.platform.Change.RowInserted;
import com.openagents.sync.query.platform.Change.RowUpdated;
import com.openagents.sync.query.platform.Feature;
import com.openagents.sync.query.platform.Model;
import com.openagents.sync.query.platform.Occurrence;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

@Component
class MessageProjection implements Feature<MessageEvent> {

  private static final Model MESSAGE = new Model(
    "Message",
    "Messages",
    "messages",
    MessageRow.class,
    Map.of(Scope.Kind.AGENT, List.of("agent_id"), Scope.Kind.ORG, List.of("org_id"))
  );

  @Override
  public Class<MessageEvent> events() {
    return MessageEvent.class;
  }

  @Override
  public List<Model> models() {
    return List.of(MESSAGE);
  }

  @Override
  public List<Change> changes(MessageEvent event, Occurrence occurrence) {
    List<Scope> scopes = List.of(Scope.agent(event.agentId()), Scope.org(event.orgId()));
    Change change = switch (event) {
      case MessagePosted posted -> new RowInserted(MESSAGE, row(posted, occurrence), scopes);
      case MessageEdited edited -> new RowUpdated(
        MESSAGE,
        edited.id(),
        Map.of("content", edited.content()),
        occurrence.time(),
        scopes
      );
      case MessageDeleted deleted -> new RowDeleted(MESSAGE, deleted.id(), scopes);
    };
    return List.of(change);
  }

  private static MessageRow row(MessagePosted message, Occurrence at) {
    return new MessageRow(
      message.id(),
      message.agentId(),
      message.orgId(),
      message.role(),
      message.content(),
      at.time(),
      at.time()
    );
  }
}
