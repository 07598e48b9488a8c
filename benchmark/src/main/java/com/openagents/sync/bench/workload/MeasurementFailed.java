package com.openagents.sync.bench.workload;

/** A contender did not do what it must; what was measured meanwhile counts for nothing. */
public final class MeasurementFailed extends RuntimeException {

  MeasurementFailed(String message) {
    super(message);
  }
}
