package com.openagents.sync.command.erasure;

import com.openagents.sync.api.erasure.ErasureCommand.EraseSubject;
import com.openagents.sync.api.erasure.ErasureEvent.SubjectErased;
import com.openagents.sync.api.erasure.ErasureRow;
import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.command.access.OrgAccess;
import com.openagents.sync.platform.access.Caller;
import com.openagents.sync.platform.event.EventMetadata;
import java.nio.charset.StandardCharsets;
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

/**
 * The erasures of one subject in one org. The event store destroys the subject's key in the transaction that stores the
 * event; who goes on writing gets another one, and can be erased again.
 */
@Aggregate(commandTargetResolver = "commandTargetResolver", lockFactory = "aggregateLocks")
@NullUnmarked // its fields are empty until its first event
class Erasure {

  @AggregateIdentifier
  @SuppressWarnings("UnusedVariable") // the framework reads it
  private UUID id;

  private ErasureRow record;

  static UUID idOf(UUID orgId, String subject) {
    String name = "agentsync erasure " + orgId + " " + subject;
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  ErasureRow handle(
    EraseSubject command,
    @MetaDataValue(Caller.METADATA_KEY) Caller caller,
    OrgAccess access,
    Subjects subjects
  ) {
    access.require(caller, command.orgId());
    if (!subjects.isKnown(command.orgId(), command.subject())) {
      throw Rejected.field(
        RejectionCode.NOT_FOUND,
        "subject",
        "Nobody of that name wrote anything in org " + command.orgId() + "."
      );
    }
    if (record == null || subjects.isReadable(command.orgId(), command.subject())) {
      AggregateLifecycle.apply(new SubjectErased(command.id(), command.orgId(), command.subject()));
    }
    return record;
  }

  @EventSourcingHandler
  void on(SubjectErased event, @MetaDataValue(EventMetadata.ACTOR) String actor, @Timestamp Instant time) {
    id = event.id();
    record = new ErasureRow(
      event.id(),
      event.orgId(),
      event.subject(),
      actor,
      record == null ? time : record.createdAt(),
      time
    );
  }
}
