package com.openagents.sync.command.payment;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param reservedFor how long a payment stays reserved when the call does not say
 * @param reservedForMax the longest that a call may ask for
 * @param expiryLooksEvery how often reservations that have run out are looked for
 * @param expiriesPerQueryMax how many of them are read at once
 */
@ConfigurationProperties("agentsync.payment")
record PaymentLimits(
  @DefaultValue("15m") Duration reservedFor,
  @DefaultValue("30d") Duration reservedForMax,
  @DefaultValue("5s") Duration expiryLooksEvery,
  @DefaultValue("100") int expiriesPerQueryMax
) {
  /** @throws Rejected with {@code invalid_value} */
  Duration expiry(@Nullable Integer seconds) {
    if (seconds == null) {
      return reservedFor;
    }
    if (seconds < 1 || seconds > reservedForMax.toSeconds()) {
      throw Rejected.field(
        RejectionCode.INVALID_VALUE,
        "expires_in_seconds",
        "'expires_in_seconds' must be within 1 and " + reservedForMax.toSeconds() + "."
      );
    }
    return Duration.ofSeconds(seconds);
  }
}
