package com.openagents.sync.standalone.demo;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a transcript's trajectory.
 *
 * @param response the model's whole answer, of which thought and action are parts
 */
record StepEntry(
  String thought,
  String action,
  @Nullable String observation,
  String response,
  Duration takes
) {}
