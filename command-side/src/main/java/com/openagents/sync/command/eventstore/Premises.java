package com.openagents.sync.command.eventstore;

import com.openagents.sync.command.eventstore.StoredEvent.Place;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/**
 * What a decision rests on besides its own aggregate. It is looked at again when the decision is stored, under the lock
 * of the head; if it changed meanwhile, the decision lost a race like any other and is made anew.
 */
public final class Premises {

  private static final String RESOURCE = Premises.class.getName();

  private Premises() {}

  /**
   * The command that is handled now rests on what an aggregate was after its last known event.
   *
   * @param nextSequenceNumber of the event that must not have come
   * @param outdated called if the command fails, perhaps since the event came
   */
  public static void add(UUID aggregateId, long nextSequenceNumber, Runnable outdated) {
    UnitOfWork<?> unitOfWork = CurrentUnitOfWork.get();
    of(unitOfWork).add(new Place(aggregateId, nextSequenceNumber));
    unitOfWork.onRollback(_ -> outdated.run());
  }

  static Set<Place> of(UnitOfWork<?> unitOfWork) {
    return unitOfWork.root().getOrComputeResource(RESOURCE, _ -> new HashSet<>());
  }
}
