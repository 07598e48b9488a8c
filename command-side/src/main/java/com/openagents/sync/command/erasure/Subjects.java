package com.openagents.sync.command.erasure;

import java.util.UUID;

/** Who wrote something. */
interface Subjects {
  /** Whether the subject ever wrote something in the org. */
  boolean isKnown(UUID orgId, String subject);

  /** Whether anybody can read anything of it. */
  boolean isReadable(UUID orgId, String subject);
}
