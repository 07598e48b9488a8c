package com.openagents.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openagents.sync.gateway.Phase.Happening;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The phases of a subscription")
class PhaseTest {

  @ParameterizedTest(name = "{0} and {1} make {2}")
  @CsvSource({
    "BOOTSTRAPPING, BOOTSTRAPPED, CATCHING_UP",
    "CATCHING_UP,   CAUGHT_UP,    LIVE",
    "LIVE,          FELL_BEHIND,  CATCHING_UP",
    "BOOTSTRAPPING, REFUSED,      REFUSED",
    "CATCHING_UP,   REFUSED,      REFUSED",
    "LIVE,          REFUSED,      REFUSED",
    "BOOTSTRAPPING, LEFT,         LEFT",
    "CATCHING_UP,   LEFT,         LEFT",
    "LIVE,          LEFT,         LEFT",
  })
  void steps(Phase from, Happening happening, Phase to) {
    assertThat(from.after(happening)).isEqualTo(to);
  }

  @ParameterizedTest(name = "whatever happens, {0} stays")
  @EnumSource(names = { "REFUSED", "LEFT" })
  void over(Phase phase) {
    assertThat(phase.isOver()).isTrue();
    for (Happening happening : Happening.values()) {
      assertThat(phase.after(happening)).isEqualTo(phase);
    }
  }

  @Test
  @DisplayName("know what can't happen")
  void impossible() {
    assertThatThrownBy(() -> Phase.BOOTSTRAPPING.after(Happening.CAUGHT_UP)).isInstanceOf(
      IllegalStateException.class
    );
    assertThatThrownBy(() -> Phase.LIVE.after(Happening.CAUGHT_UP)).isInstanceOf(IllegalStateException.class);
  }
}
