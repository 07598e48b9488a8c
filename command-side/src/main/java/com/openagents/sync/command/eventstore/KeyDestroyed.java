package com.openagents.sync.command.eventstore;

import com.openagents.sync.platform.subjectkey.SubjectKey;
import org.axonframework.modelling.command.ConcurrencyException;

/** An erasure was first: what was sealed with the key would be unreadable at once. It is decided and sealed anew. */
final class KeyDestroyed extends ConcurrencyException {

  private static final long serialVersionUID = 1L;

  KeyDestroyed(SubjectKey key) {
    super("An erasure was first; destroyed is " + key);
  }
}
