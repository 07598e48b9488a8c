package com.openagents.sync.platform.subjectkey;

import java.util.UUID;
import javax.crypto.SecretKey;

/** One key of a subject. Erasing the subject destroys it; who goes on writing gets another one. */
public record SubjectKey(UUID id, Owner owner, SecretKey secret) {
  /** @param subject the person, agent or service, as tokens name it; the actor of events */
  public record Owner(UUID orgId, String subject) {}

  /** Without its secret. */
  @Override
  public String toString() {
    return "key " + id;
  }
}
