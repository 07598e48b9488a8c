package com.openagents.sync.api;

import java.util.UUID;

/**
 * A fact that an aggregate decided. Stored for good: its simple class name and its fields are a storage format, held
 * by the approved files in {@code shared-api/src/test/approved}.
 */
public interface DomainEvent {
  /** The aggregate that decided. */
  UUID id();

  /** The org that it belongs to. Whatever concerns one org is seen in one order. */
  UUID orgId();
}
