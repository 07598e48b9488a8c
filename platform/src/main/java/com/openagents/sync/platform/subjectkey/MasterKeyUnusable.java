package com.openagents.sync.platform.subjectkey;

import org.jspecify.annotations.Nullable;

/** The master key is missing, damaged or another database's. Nothing may be taken for erased then. */
public final class MasterKeyUnusable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MasterKeyUnusable(String why, @Nullable Throwable cause) {
    super(why, cause);
  }
}
