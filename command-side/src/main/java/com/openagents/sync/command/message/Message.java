package com.openagents.sync.command.message;

import com.openagents.sync.api.message.MessageCommand.DeleteMessage;
import com.openagents.sync.api.message.MessageCommand.EditMessage;
import com.openagents.sync.api.message.MessageCommand.PostMessage;
import com.openagents.sync.api.message.MessageEvent.MessageDeleted;
import com.openagents.sync.api.message.MessageEvent.MessageEdited;
import com.openagents.sync.api.message.MessageEvent.MessagePosted;
import com.openagents.sync.api.message.MessageRow;
import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.command.access.ActiveAgents;
import com.openagents.sync.command.access.OrgAccess;
import com.openagents.sync.command.mutation.Texts;
import com.openagents.sync.platform.access.Caller;
import java.time.Instant;
import java.util.UUID;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.NullUnmarked;

@Aggregate(commandTargetResolver = "commandTargetResolver", lockFactory = "aggregateLocks")
@NullUnmarked // its fields are empty until its first event
class Message {

  @AggregateIdentifier
  private UUID id;

  private MessageRow record;
  private boolean deleted;

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.ALWAYS)
  MessageRow handle(
    PostMessage command,
    @MetaDataValue(Caller.METADATA_KEY) Caller caller,
    ActiveAgents agents
  ) {
    UUID orgId = agents.requireOrg(caller, command.agentId());
    String content = Texts.requireContent("content", command.content());
    AggregateLifecycle.apply(
      new MessagePosted(command.id(), command.agentId(), orgId, command.role(), content)
    );
    return record;
  }

  @CommandHandler
  MessageRow handle(
    EditMessage command,
    @MetaDataValue(Caller.METADATA_KEY) Caller caller,
    OrgAccess access
  ) {
    access.require(caller, record.orgId());
    requireNotDeleted();
    String content = Texts.requireContent("content", command.content());
    if (!content.equals(record.content())) {
      AggregateLifecycle.apply(new MessageEdited(id, record.agentId(), record.orgId(), content));
    }
    return record;
  }

  @CommandHandler
  MessageRow handle(
    DeleteMessage command,
    @MetaDataValue(Caller.METADATA_KEY) Caller caller,
    OrgAccess access
  ) {
    access.require(caller, record.orgId());
    requireNotDeleted();
    AggregateLifecycle.apply(new MessageDeleted(command.id(), record.agentId(), record.orgId()));
    return record;
  }

  private void requireNotDeleted() {
    if (deleted) {
      throw new Rejected(RejectionCode.GONE, "Message " + id + " was deleted.");
    }
  }

  @EventSourcingHandler
  void on(MessagePosted event, @Timestamp Instant time) {
    id = event.id();
    record = new MessageRow(
      event.id(),
      event.agentId(),
      event.orgId(),
      event.role(),
      event.content(),
      time,
      time
    );
  }

  @EventSourcingHandler
  void on(MessageEdited event, @Timestamp Instant time) {
    record = new MessageRow(
      id,
      record.agentId(),
      record.orgId(),
      record.role(),
      event.content(),
      record.createdAt(),
      time
    );
  }

  @EventSourcingHandler
  void on(MessageDeleted event) {
    deleted = true;
  }
}
