package com.openagents.sync.query.platform;

import com.openagents.sync.api.DomainEvent;
import java.util.List;

/**
 * What one feature adds to the read side.
 *
 * @param <E> the feature's sealed interface of domain events
 */
public interface Feature<E extends DomainEvent> {
  Class<E> events();

  List<Model> models();

  /** What an event changes. A pure function: the same event always gives the same changes. */
  List<Change> changes(E event, Occurrence occurrence);
}
