package com.openagents.sync.api;

import java.util.UUID;

/** The wish to change one aggregate. An aggregate decides whether it becomes a {@link DomainEvent}. */
public interface Command {
  /** The aggregate that decides. */
  UUID id();
}
