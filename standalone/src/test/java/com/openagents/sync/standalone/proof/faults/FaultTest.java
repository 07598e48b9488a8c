package com.openagents.sync.standalone.proof.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FaultTest {

  private static final Duration SHORT = Duration.ofSeconds(50);

  private static final Set<Fault.Kind> ALL = EnumSet.allOf(Fault.Kind.class);

  @Test
  void theSeedDecidesTheSchedule() {
    assertThat(Fault.schedule(7, SHORT, ALL)).isEqualTo(Fault.schedule(7, SHORT, ALL));
    assertThat(Fault.schedule(7, SHORT, ALL)).isNotEqualTo(Fault.schedule(8, SHORT, ALL));
  }

  @Test
  void aShortRunHasEveryKindOfFault() {
    for (long seed = 0; seed < 100; seed++) {
      var schedule = Fault.schedule(seed, SHORT, ALL);
      assertThat(schedule.stream().map(Fault::kind)).contains(Fault.Kind.values());
      assertThat(schedule.getLast().at()).isLessThan(SHORT.plusSeconds(30));
    }
  }

  @Test
  void aLongRunGoesOnUntilItsEnd() {
    var schedule = Fault.schedule(7, Duration.ofMinutes(10), ALL);
    assertThat(schedule).hasSizeGreaterThan(100);
    assertThat(schedule.getLast().end()).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
  }
}
