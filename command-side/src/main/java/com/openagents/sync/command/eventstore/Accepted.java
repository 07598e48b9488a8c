package com.openagents.sync.command.eventstore;

import org.jspecify.annotations.Nullable;

/**
 * An append that found its place in the order.
 *
 * @param firstIndex global index of its first event, null if it has none
 * @param lastIndex global index of its last event, or of the store's last one if it has none
 */
record Accepted(Append append, @Nullable Long firstIndex, long lastIndex) {
  FirstAnswer answer() {
    return new FirstAnswer(append.fingerprint(), append.answer(), lastIndex);
  }
}
