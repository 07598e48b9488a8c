package com.openagents.sync.standalone.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FaultTest {

  private static final Duration SHORT = Duration.ofSeconds(50);

  @Test
  void theSeedDecidesTheSchedule() {
    assertThat(Fault.schedule(7, SHORT)).isEqualTo(Fault.schedule(7, SHORT));
    assertThat(Fault.schedule(7, SHORT)).isNotEqualTo(Fault.schedule(8, SHORT));
  }

  @Test
  void aShortRunHasEveryKindOfFault() {
    for (long seed = 0; seed < 100; seed++) {
      var schedule = Fault.schedule(seed, SHORT);
      assertThat(schedule.stream().map(Fault::kind)).contains(Fault.Kind.values());
      assertThat(schedule.getLast().at()).isLessThan(SHORT.plusSeconds(30));
    }
  }

  @Test
  void aLongRunGoesOnUntilItsEnd() {
    var schedule = Fault.schedule(7, Duration.ofMinutes(10));
    assertThat(schedule).hasSizeGreaterThan(100);
    assertThat(schedule.getLast().end()).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
  }
}
