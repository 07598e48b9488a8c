package com.openagents.sync.command.eventstore;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;

/** Why the event store did not take an append. After all but one of them nothing was stored, for sure. */
final class AppendRefusals {

  private AppendRefusals() {}

  static Rejected overloaded() {
    return new Rejected(
      RejectionCode.OVERLOADED,
      "Too many mutations wait to be stored; this one was not. Try again."
    );
  }

  static Rejected stopping() {
    return new Rejected(RejectionCode.UNAVAILABLE, "The server is stopping; nothing was stored. Try again.");
  }

  static Rejected unavailable() {
    return new Rejected(
      RejectionCode.UNAVAILABLE,
      "The event store does not answer now; nothing was stored. Try again."
    );
  }

  static Rejected answerUnavailable() {
    return new Rejected(
      RejectionCode.UNAVAILABLE,
      "This mutation took effect before, but its first answer can't be read now. Try again."
    );
  }

  static Rejected outcomeUnknown() {
    return new Rejected(
      RejectionCode.UNAVAILABLE,
      "The event store did not say in time whether this took effect; it may have. Repeat it with the same" +
        " Idempotency-Key, which the header Mutation-Id names: it takes effect at most once."
    );
  }
}
