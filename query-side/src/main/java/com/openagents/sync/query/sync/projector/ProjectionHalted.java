package com.openagents.sync.query.sync.projector;

import org.jspecify.annotations.Nullable;

/** Going on would lose or distort something: the projector stops here and says so. */
final class ProjectionHalted extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ProjectionHalted(String why, @Nullable Throwable cause) {
    super(why, cause);
  }
}
