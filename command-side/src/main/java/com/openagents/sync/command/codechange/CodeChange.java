package com.openagents.sync.command.codechange;

import com.openagents.sync.api.codechange.CodeChangeCommand.AcceptChange;
import com.openagents.sync.api.codechange.CodeChangeCommand.ApplyChange;
import com.openagents.sync.api.codechange.CodeChangeCommand.ProposeChange;
import com.openagents.sync.api.codechange.CodeChangeCommand.RejectChange;
import com.openagents.sync.api.codechange.CodeChangeCommand.RevertChange;
import com.openagents.sync.api.codechange.CodeChangeEvent.ChangeAccepted;
import com.openagents.sync.api.codechange.CodeChangeEvent.ChangeApplied;
import com.openagents.sync.api.codechange.CodeChangeEvent.ChangeProposed;
import com.openagents.sync.api.codechange.CodeChangeEvent.ChangeRejected;
import com.openagents.sync.api.codechange.CodeChangeEvent.ChangeReverted;
import com.openagents.sync.api.codechange.CodeChangeRow;
import com.openagents.sync.api.codechange.CodeChangeStatus;
import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.command.access.ActiveAgents;
import com.openagents.sync.command.access.OrgAccess;
import com.openagents.sync.command.mutation.Texts;
import com.openagents.sync.platform.access.Caller;
import com.openagents.sync.platform.event.EventMetadata;
import java.time.Instant;
import java.util.Locale;
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
import org.jspecify.annotations.Nullable;

@Aggregate(commandTargetResolver = "commandTargetResolver")
@NullUnmarked // its fields are empty until its first event
class CodeChange {

  @AggregateIdentifier
  private UUID id;

  private CodeChangeRow record;

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.ALWAYS)
  CodeChangeRow handle(
    ProposeChange command,
    @MetaDataValue(Caller.METADATA_KEY) Caller caller,
    ActiveAgents agents
  ) {
    UUID orgId = agents.requireOrg(caller, command.agentId());
    AggregateLifecycle.apply(
      new ChangeProposed(
        command.id(),
        command.agentId(),
        orgId,
        Texts.requireName("title", command.title()),
        Texts.requireMemo("base_revision", command.baseRevision()),
        command.diff(),
        UnifiedDiff.files(command.diff())
      )
    );
    return record;
  }

  @CommandHandler
  CodeChangeRow handle(
    AcceptChange command,
    @MetaDataValue(Caller.METADATA_KEY) Caller caller,
    OrgAccess access
  ) {
    require(caller, access, "accepted", CodeChangeStatus.PROPOSED);
    AggregateLifecycle.apply(new ChangeAccepted(id, record.agentId(), record.orgId()));
    return record;
  }

  @CommandHandler
  CodeChangeRow handle(
    RejectChange command,
    @MetaDataValue(Caller.METADATA_KEY) Caller caller,
    OrgAccess access
  ) {
    require(caller, access, "rejected", CodeChangeStatus.PROPOSED);
    String reason = Texts.requireContent("reason", command.reason());
    AggregateLifecycle.apply(new ChangeRejected(id, record.agentId(), record.orgId(), reason));
    return record;
  }

  @CommandHandler
  CodeChangeRow handle(
    ApplyChange command,
    @MetaDataValue(Caller.METADATA_KEY) Caller caller,
    OrgAccess access
  ) {
    require(caller, access, "applied", CodeChangeStatus.ACCEPTED);
    AggregateLifecycle.apply(new ChangeApplied(id, record.agentId(), record.orgId()));
    return record;
  }

  @CommandHandler
  CodeChangeRow handle(
    RevertChange command,
    @MetaDataValue(Caller.METADATA_KEY) Caller caller,
    OrgAccess access
  ) {
    require(caller, access, "reverted", CodeChangeStatus.APPLIED);
    String reason = Texts.requireContent("reason", command.reason());
    AggregateLifecycle.apply(new ChangeReverted(id, record.agentId(), record.orgId(), reason));
    return record;
  }

  private void require(Caller caller, OrgAccess access, String step, CodeChangeStatus status) {
    access.require(caller, record.orgId());
    if (record.status() != status) {
      throw new Rejected(
        RejectionCode.ILLEGAL_STEP,
        "Code change %s can't be %s: it is %s.".formatted(
          id,
          step,
          record.status().name().toLowerCase(Locale.ROOT)
        )
      );
    }
  }

  @EventSourcingHandler
  void on(ChangeProposed event, @MetaDataValue(EventMetadata.ACTOR) String author, @Timestamp Instant time) {
    id = event.id();
    record = new CodeChangeRow(
      event.id(),
      event.agentId(),
      event.orgId(),
      event.title(),
      event.baseRevision(),
      event.diff(),
      event.files(),
      author,
      CodeChangeStatus.PROPOSED,
      null,
      time,
      time
    );
  }

  @EventSourcingHandler
  void on(ChangeAccepted event, @Timestamp Instant time) {
    become(CodeChangeStatus.ACCEPTED, null, time);
  }

  @EventSourcingHandler
  void on(ChangeRejected event, @Timestamp Instant time) {
    become(CodeChangeStatus.REJECTED, event.reason(), time);
  }

  @EventSourcingHandler
  void on(ChangeApplied event, @Timestamp Instant time) {
    become(CodeChangeStatus.APPLIED, null, time);
  }

  @EventSourcingHandler
  void on(ChangeReverted event, @Timestamp Instant time) {
    become(CodeChangeStatus.REVERTED, event.reason(), time);
  }

  private void become(CodeChangeStatus status, @Nullable String reason, Instant time) {
    record = new CodeChangeRow(
      id,
      record.agentId(),
      record.orgId(),
      record.title(),
      record.baseRevision(),
      record.diff(),
      record.files(),
      record.author(),
      status,
      reason,
      record.createdAt(),
      time
    );
  }
}
