package com.openagents.sync.command.eventstore;

import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/** The events of a unit of work, kept until it commits: the answer that is stored with them is known only then. */
final class StagedEvents {

  private static final String RESOURCE = StagedEvents.class.getName();

  private StagedEvents() {}

  static List<EventMessage<?>> of(UnitOfWork<?> unitOfWork) {
    return unitOfWork.root().getOrComputeResource(RESOURCE, _ -> new ArrayList<>());
  }
}
