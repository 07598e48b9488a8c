package com.openagents.sync.platform.event;

/** What every stored event carries beside its payload; the keys are a storage format. */
public final class EventMetadata {

  /** The subject of the principal behind the mutation. */
  public static final String ACTOR = "actor";

  /** Whether that is a person, an agent or a service. */
  public static final String ACTOR_KIND = "actor_kind";

  /** The mutation that the event belongs to: its {@code Idempotency-Key}. */
  public static final String MUTATION_ID = "mutation_id";

  /** What a whole run of mutations has in common; the mutation id when the caller names nothing else. */
  public static final String CORRELATION_ID = "correlation_id";

  /** The command that the event follows from. */
  public static final String CAUSATION_ID = "causation_id";

  private EventMetadata() {}
}
