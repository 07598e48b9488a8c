package com.openagents.sync.command.org;

import com.openagents.sync.api.org.OrgCommand.CreateOrg;
import com.openagents.sync.api.org.OrgEvent.OrgCreated;
import com.openagents.sync.api.org.OrgRow;
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
class Org {

  @AggregateIdentifier
  @SuppressWarnings("UnusedVariable") // the framework reads it
  private UUID id;

  private OrgRow record;

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.ALWAYS)
  OrgRow handle(CreateOrg command, @MetaDataValue(Caller.METADATA_KEY) Caller caller) {
    String name = Texts.requireName("name", command.name());
    AggregateLifecycle.apply(new OrgCreated(command.id(), name, caller.subject()));
    return record;
  }

  @EventSourcingHandler
  void on(OrgCreated event, @Timestamp Instant time) {
    id = event.id();
    record = new OrgRow(event.id(), event.name(), event.createdBy(), time, time);
  }
}
