package com.openagents.sync.platform.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.openagents.sync.api.audit.ActorKind;
import com.openagents.sync.api.rejection.Rejected;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.security.oauth2.jwt.Jwt;

class CallerTest {

  private final Jwt.Builder token = Jwt.withTokenValue("t")
    .header("alg", "RS256")
    .subject("alice")
    .expiresAt(Instant.MAX);

  @ParameterizedTest
  @EnumSource
  void isOfTheKindThatTheTokenSays(ActorKind kind) {
    Jwt said = token.claim(Caller.KIND_CLAIM, kind.wireName()).build();
    assertThat(Caller.of(said).kind()).isEqualTo(kind);
  }

  @Test
  void isAPersonWhereTheTokenSaysNothing() {
    assertThat(Caller.of(token.build()).kind()).isEqualTo(ActorKind.PERSON);
  }

  @Test
  void isRefusedWithAKindThatThereIsNot() {
    Jwt robot = token.claim(Caller.KIND_CLAIM, "robot").build();
    assertThatExceptionOfType(Rejected.class)
      .isThrownBy(() -> Caller.of(robot))
      .withMessageContaining("person, agent or service");
  }

  @Test
  void isNeverTheEngine() {
    Jwt pretender = token.subject("agentsync:reservation-expiry").build();
    assertThatExceptionOfType(Rejected.class)
      .isThrownBy(() -> Caller.of(pretender))
      .withMessageContaining("the engine's own");
  }
}
