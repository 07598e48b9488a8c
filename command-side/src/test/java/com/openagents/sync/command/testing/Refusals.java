package com.openagents.sync.command.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import org.assertj.core.api.ThrowingConsumer;

/** What a refusal must look like. */
public final class Refusals {

  private Refusals() {}

  public static ThrowingConsumer<Throwable> with(RejectionCode code) {
    return failure ->
      assertThat(failure).isInstanceOfSatisfying(Rejected.class, rejected ->
        assertThat(rejected.code()).isEqualTo(code)
      );
  }
}
