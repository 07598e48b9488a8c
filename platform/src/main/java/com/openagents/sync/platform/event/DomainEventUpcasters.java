package com.openagents.sync.platform.event;

import com.openagents.sync.api.payment.AccountEvent.AccountOpened;
import java.util.Map;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.axonframework.serialization.upcasting.event.EventUpcasterChain;

/** The steps from each older shape of a stored event to the present one, for whoever reads the event store. */
public final class DomainEventUpcasters {

  private static final String FIRST_REVISION = "1";

  /** Of events that have changed shape; the others still have their first one. */
  private static final Map<Class<?>, String> REVISIONS = Map.of(AccountOpened.class, "2");

  private DomainEventUpcasters() {}

  /** In the order of the changes. */
  public static EventUpcaster chain() {
    return new EventUpcasterChain(new AccountOpenedWithDecimals());
  }

  /** What an event is stored with now. */
  static String revisionOf(Class<?> event) {
    return REVISIONS.getOrDefault(event, FIRST_REVISION);
  }
}
