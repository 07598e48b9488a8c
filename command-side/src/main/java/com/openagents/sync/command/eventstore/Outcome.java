package com.openagents.sync.command.eventstore;

/** What became of an append that did not fail. */
sealed interface Outcome {
  /** It is durable, or what met it in its group with the same mutation id is. */
  record Stored(FirstAnswer answer) implements Outcome {}

  /** Its mutation was stored before; what was answered then is in the {@code mutations}. */
  record Repeated() implements Outcome {}
}
