package com.openagents.sync.platform.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/**
 * Remembers for a short time which tokens were found valid: a caller shows the same one with every call, and to verify a
 * signature costs more than most calls. No token is remembered beyond its own expiry, and a key that is withdrawn is
 * trusted for no longer than {@link #VERIFY_AGAIN_AFTER}.
 */
final class VerifiedTokens implements JwtDecoder {

  private static final Duration VERIFY_AGAIN_AFTER = Duration.ofMinutes(1);
  private static final int TOKENS_MAX = 10_000;

  private final JwtDecoder decoder;
  private final Clock clock;
  private final Cache<String, Jwt> verified;

  VerifiedTokens(JwtDecoder decoder, Clock clock) {
    this.decoder = decoder;
    this.clock = clock;
    this.verified = Caffeine.newBuilder()
      .maximumSize(TOKENS_MAX)
      .expireAfterWrite(VERIFY_AGAIN_AFTER)
      .ticker(() -> Duration.between(Instant.EPOCH, clock.instant()).toNanos())
      .build();
  }

  @Override
  public Jwt decode(String token) {
    Jwt known = verified.getIfPresent(token);
    if (known != null && lasts(known)) {
      return known;
    }
    Jwt fresh = new VerifiedToken(decoder.decode(token));
    verified.put(token, fresh);
    return fresh;
  }

  /** Whether one that does not is refused, the decoder says. */
  private boolean lasts(Jwt token) {
    Instant expiresAt = token.getExpiresAt();
    return expiresAt != null && clock.instant().isBefore(expiresAt);
  }
}
