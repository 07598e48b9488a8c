package com.openagents.sync.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DerivedIdsTest {

  private static final UUID ORG = new UUID(1, 2);
  private static final int IDS = 1_000;

  @Test
  void theSameThingHasTheSameIdAndEveryOtherAnother() {
    DerivedIds ids = new DerivedIds(ORG, "file");
    assertThat(ids.id("message", 1)).isEqualTo(new DerivedIds(ORG, "file").id("message", 1));
    Stream<UUID> messages = IntStream.range(0, IDS).mapToObj(index -> ids.id("message", index));
    Stream<UUID> others = Stream.of(
      ids.id("step", 1),
      new DerivedIds(ORG, "other file").id("message", 1),
      new DerivedIds(new UUID(3, 4), "file").id("message", 1)
    );
    assertThat(Stream.concat(messages, others))
      .doesNotHaveDuplicates()
      .allMatch(id -> id.version() == 8 && id.variant() == 2);
  }
}
