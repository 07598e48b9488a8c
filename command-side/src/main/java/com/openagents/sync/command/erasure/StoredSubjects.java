package com.openagents.sync.command.erasure;

import com.openagents.sync.platform.subjectkey.SubjectKeys;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Subjects by their keys: nothing of them is stored without one. */
@Component
class StoredSubjects implements Subjects {

  private final SubjectKeys keys;

  StoredSubjects(SubjectKeys keys) {
    this.keys = keys;
  }

  @Override
  public boolean isKnown(UUID orgId, String subject) {
    return keys.isKnown(orgId, subject);
  }

  @Override
  public boolean isReadable(UUID orgId, String subject) {
    return keys.hasLiving(orgId, subject);
  }
}
