package com.openagents.sync.platform.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;

class VerifiedTokensTest {

  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
  private static final Duration LIFETIME = Duration.ofSeconds(30);

  private static final class HandClock extends Clock {

    private Instant now = START;

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private final HandClock clock = new HandClock();
  private final List<String> asked = new ArrayList<>();
  private Duration lifetime = LIFETIME;
  private boolean trusted = true;
  private final VerifiedTokens tokens = new VerifiedTokens(this::verify, clock);

  private Jwt verify(String token) {
    asked.add(token);
    if (!trusted) {
      throw new BadJwtException("withdrawn");
    }
    return Jwt.withTokenValue(token)
      .header("alg", "none")
      .subject("alice")
      .expiresAt(START.plus(lifetime))
      .build();
  }

  @Test
  void eachTokenIsVerifiedOnce() {
    assertThat(tokens.decode("a")).isSameAs(tokens.decode("a"));
    assertThat(tokens.decode("b").getTokenValue()).isEqualTo("b");
    assertThat(asked).containsExactly("a", "b");
  }

  @Test
  void whatATokenSaysIsReadOnce() {
    Caller caller = Caller.of(tokens.decode("a"));
    assertThat(caller.subject()).isEqualTo("alice");
    assertThat(caller).isSameAs(Caller.of(tokens.decode("a")));
  }

  @Test
  @DisplayName("contract 10: a token that has expired is verified, not remembered")
  void expiredToken() {
    tokens.decode("a");
    clock.pass(LIFETIME);
    trusted = false;
    assertThatThrownBy(() -> tokens.decode("a")).isInstanceOf(BadJwtException.class);
  }

  @Test
  @DisplayName("contract 10: a key that is withdrawn is trusted for a minute at most")
  void withdrawnKey() {
    lifetime = Duration.ofDays(1);
    tokens.decode("a");
    trusted = false;
    assertThat(tokens.decode("a").getSubject()).isEqualTo("alice");
    clock.pass(Duration.ofMinutes(1));
    assertThatThrownBy(() -> tokens.decode("a")).isInstanceOf(BadJwtException.class);
  }

  @Test
  void refusalsAreNotRemembered() {
    trusted = false;
    assertThatThrownBy(() -> tokens.decode("a")).isInstanceOf(BadJwtException.class);
    trusted = true;
    assertThat(tokens.decode("a").getSubject()).isEqualTo("alice");
  }
}
