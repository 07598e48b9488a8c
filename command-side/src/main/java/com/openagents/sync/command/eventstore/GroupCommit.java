package com.openagents.sync.command.eventstore;

import com.openagents.sync.api.Row;
import com.openagents.sync.api.erasure.ErasureEvent.SubjectErased;
import com.openagents.sync.platform.event.DomainEventSerializer;
import com.openagents.sync.platform.event.EventMetadata;
import com.openagents.sync.platform.event.PersonalComponents;
import com.openagents.sync.platform.json.WireJson;
import com.openagents.sync.platform.subjectkey.SubjectKey;
import com.openagents.sync.platform.subjectkey.SubjectKeys;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.unitofwork.ExecutionResult;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stores a command's events and its answer when its unit of work commits, and says what the first answer was. What
 * somebody wrote is sealed here, in the command's own thread.
 */
@Component
class GroupCommit {

  private final GroupAppender appender;
  private final DomainEventSerializer serializer;
  private final SubjectKeys keys;
  private final SealedAnswers answers;
  private final JsonMapper json;

  GroupCommit(
    GroupAppender appender,
    DomainEventSerializer serializer,
    SubjectKeys keys,
    SealedAnswers answers,
    JsonMapper json
  ) {
    this.appender = appender;
    this.serializer = serializer;
    this.keys = keys;
    this.answers = answers;
    this.json = json;
  }

  /**
   * Intercepts the handling of commands. Axon's starter would register an interceptor that is a bean once more, and each
   * mutation would be stored as a repeat of itself.
   */
  Object handle(UnitOfWork<? extends CommandMessage<?>> unitOfWork, InterceptorChain chain) throws Exception {
    unitOfWork.onCommit(this::store);
    return chain.proceed();
  }

  private void store(UnitOfWork<? extends CommandMessage<?>> unitOfWork) {
    MutationTicket ticket = MutationTicket.of(unitOfWork.getMessage());
    Append append = append(unitOfWork, ticket);
    try {
      FirstAnswer first = appender.append(append);
      if (!append.sealing().erased().isEmpty()) {
        // Before the answer leaves, whoever else hears of it.
        keys.forget();
      }
      ticket.answered(answers.open(ticket.mutationId(), first));
    } catch (KeyDestroyed retried) {
      keys.forget();
      throw retried;
    }
  }

  private Append append(UnitOfWork<? extends CommandMessage<?>> unitOfWork, MutationTicket ticket) {
    String actor = Cause.required(unitOfWork.getMessage(), EventMetadata.ACTOR);
    List<EventMessage<?>> staged = StagedEvents.of(unitOfWork);
    Set<SubjectKey> used = new LinkedHashSet<>();
    List<StoredEvent> events = staged
      .stream()
      .map(event ->
        StoredEvent.of((DomainEventMessage<?>) event, serializer, it -> keyOf(it.orgId(), actor, used))
      )
      .toList();
    Row record = record(unitOfWork);
    FirstAnswer plain = new FirstAnswer(ticket.fingerprint(), json.writeValueAsString(record), 0);
    FirstAnswer stored = sealed(unitOfWork, ticket, plain, record, actor, used);
    return new Append(
      ticket.mutationId(),
      plain.fingerprint(),
      plain.record(),
      events,
      Premises.of(unitOfWork),
      Cause.of(unitOfWork.getMessage(), record.orgId()),
      new CompletableFuture<>(),
      new Sealing(stored.fingerprint(), stored.record(), used, erased(staged))
    );
  }

  private FirstAnswer sealed(
    UnitOfWork<?> unitOfWork,
    MutationTicket ticket,
    FirstAnswer plain,
    Row record,
    String actor,
    Set<SubjectKey> used
  ) {
    List<String> fields = PersonalComponents.of(record.getClass(), WireJson::columnName);
    if (fields.isEmpty()) {
      return plain;
    }
    Set<SubjectKey> all = new LinkedHashSet<>();
    all.add(keyOf(record.orgId(), actor, used));
    // Those of a record's other authors may be destroyed meanwhile; then their texts are rightly gone.
    OpenedKeys.of(unitOfWork, record.id()).forEach(keyId -> keys.find(keyId).ifPresent(all::add));
    return answers.seal(ticket.mutationId(), plain, fields, all);
  }

  private SubjectKey keyOf(UUID orgId, String actor, Set<SubjectKey> used) {
    SubjectKey key = keys.current(orgId, actor);
    used.add(key);
    return key;
  }

  private static Set<SubjectKey.Owner> erased(List<EventMessage<?>> staged) {
    return staged
      .stream()
      .map(EventMessage::getPayload)
      .filter(SubjectErased.class::isInstance)
      .map(SubjectErased.class::cast)
      .map(event -> new SubjectKey.Owner(event.orgId(), event.subject()))
      .collect(Collectors.toUnmodifiableSet());
  }

  private static Row record(UnitOfWork<?> unitOfWork) {
    ExecutionResult result = unitOfWork.getExecutionResult();
    if (result.getResult().getPayload() instanceof Row record) {
      return record;
    }
    throw new IllegalStateException("A command handler must answer with the record that it made or changed");
  }
}
