package com.openagents.sync.command.eventstore;

import com.openagents.sync.api.Row;
import com.openagents.sync.platform.event.DomainEventSerializer;
import java.util.List;
import java.util.UUID;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.ExecutionResult;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Stores a command's events and its answer when its unit of work commits, and says what the first answer was. */
@Component
class GroupCommit implements MessageHandlerInterceptor<CommandMessage<?>> {

  private final GroupAppender appender;
  private final DomainEventSerializer serializer;
  private final JsonMapper json;

  GroupCommit(GroupAppender appender, DomainEventSerializer serializer, JsonMapper json) {
    this.appender = appender;
    this.serializer = serializer;
    this.json = json;
  }

  @Override
  public Object handle(UnitOfWork<? extends CommandMessage<?>> unitOfWork, InterceptorChain chain)
    throws Exception {
    unitOfWork.onCommit(this::store);
    return chain.proceed();
  }

  private void store(UnitOfWork<? extends CommandMessage<?>> unitOfWork) {
    MutationTicket ticket = MutationTicket.of(unitOfWork.getMessage());
    List<StoredEvent> events = StagedEvents.of(unitOfWork)
      .stream()
      .map(event -> StoredEvent.of((DomainEventMessage<?>) event, serializer))
      .toList();
    String answer = answer(unitOfWork);
    UUID orgId = events.isEmpty() ? orgOf(answer) : events.getFirst().orgId();
    ticket.answered(
      appender.append(
        new Append(
          ticket.mutationId(),
          ticket.fingerprint(),
          answer,
          events,
          Premises.of(unitOfWork),
          Cause.of(unitOfWork.getMessage(), orgId)
        )
      )
    );
  }

  /** Every record names its org; that of an org is one. */
  private UUID orgOf(String answer) {
    JsonNode record = json.readTree(answer);
    return UUID.fromString(record.path("org_id").asString(record.path("id").asString()));
  }

  private String answer(UnitOfWork<?> unitOfWork) {
    ExecutionResult result = unitOfWork.getExecutionResult();
    if (result.getResult().getPayload() instanceof Row record) {
      return json.writeValueAsString(record);
    }
    throw new IllegalStateException("A command handler must answer with the record that it made or changed");
  }
}
