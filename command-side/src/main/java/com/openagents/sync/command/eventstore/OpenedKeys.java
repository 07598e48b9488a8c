package com.openagents.sync.command.eventstore;

import com.openagents.sync.platform.event.DomainEventSerializer;
import com.openagents.sync.platform.subjectkey.SubjectKey;
import com.openagents.sync.platform.subjectkey.SubjectKeys;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/**
 * Gives the serializer its keys, and notes for the command that is handled which of them opened something of an
 * aggregate: its record, which is the answer, holds texts of their owners.
 */
record OpenedKeys(SubjectKeys keys) implements DomainEventSerializer.Keys {
  private static final String RESOURCE = OpenedKeys.class.getName();

  @Override
  public Optional<SubjectKey> find(UUID keyId) {
    return keys.find(keyId);
  }

  @Override
  public void opened(UUID aggregateId, UUID keyId) {
    if (CurrentUnitOfWork.isStarted()) {
      all(CurrentUnitOfWork.get())
        .computeIfAbsent(aggregateId, _ -> new LinkedHashSet<>())
        .add(keyId);
    }
  }

  static Set<UUID> of(UnitOfWork<?> unitOfWork, UUID aggregateId) {
    return all(unitOfWork).getOrDefault(aggregateId, Set.of());
  }

  private static Map<UUID, Set<UUID>> all(UnitOfWork<?> unitOfWork) {
    return unitOfWork.root().getOrComputeResource(RESOURCE, _ -> new HashMap<>());
  }
}
