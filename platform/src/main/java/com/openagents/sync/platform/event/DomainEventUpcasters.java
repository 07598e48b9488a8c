package com.openagents.sync.platform.event;

import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.axonframework.serialization.upcasting.event.EventUpcasterChain;

/** The steps from each older shape of a stored event to the present one, for whoever reads the event store. */
public final class DomainEventUpcasters {

  private DomainEventUpcasters() {}

  /** In the order of the changes. All events still have their first shape. */
  public static EventUpcaster chain() {
    return new EventUpcasterChain();
  }
}
