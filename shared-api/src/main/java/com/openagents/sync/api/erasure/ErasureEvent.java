package com.openagents.sync.api.erasure;

import com.openagents.sync.api.DomainEvent;
import java.util.UUID;

public sealed interface ErasureEvent extends DomainEvent {
  /**
   * What the subject wrote in the org before this event can't be read by anybody any more.
   *
   * @param subject the person, agent or service, as its tokens named it
   */
  record SubjectErased(UUID id, UUID orgId, String subject) implements ErasureEvent {}
}
