package com.openagents.sync.platform.synclog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.api.rejection.ResyncReason;
import com.openagents.sync.api.rejection.ResyncRung;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogHeadTest {

  private static final UUID EPOCH = UUID.randomUUID();
  private static final LogHead HEAD = new LogHead(EPOCH, 100, 41, 21, 0);

  @ParameterizedTest
  @ValueSource(longs = { 40, 41, 99, 100 })
  void reachesBackToTheOldestEvent(long cursor) {
    assertThatCode(() -> HEAD.requireReach(cursor, EPOCH)).doesNotThrowAnyException();
    assertThatCode(() -> HEAD.requireReach(cursor, null)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "39,RETENTION,COMPACTED",
    "20,RETENTION,COMPACTED",
    "19,RETENTION,BOOTSTRAP",
    "-1,RETENTION,BOOTSTRAP",
    "101,AHEAD,BOOTSTRAP",
  })
  @DisplayName("contract 8: who can't be caught up is told why, and the next rung")
  void cursorOutOfReach(long cursor, ResyncReason reason, ResyncRung next) {
    Rejected rejected = catchThrowableOfType(Rejected.class, () -> HEAD.requireReach(cursor, EPOCH));
    assertThat(rejected.code()).isEqualTo(RejectionCode.RESYNC_REQUIRED);
    assertThat(rejected.properties()).containsEntry("reason", reason).containsEntry("next", next);
  }

  @ParameterizedTest
  @CsvSource({ "19,RETENTION", "101,AHEAD" })
  @DisplayName("contract 8: whom not even the compacted delta reaches is told to bootstrap")
  void cursorOutOfCompactedReach(long cursor, ResyncReason reason) {
    assertThatCode(() -> HEAD.requireCompactedReach(20, EPOCH)).doesNotThrowAnyException();
    Rejected rejected = catchThrowableOfType(Rejected.class, () -> HEAD.requireCompactedReach(cursor, null));
    assertThat(rejected.properties())
      .containsEntry("reason", reason)
      .containsEntry("next", ResyncRung.BOOTSTRAP);
  }

  @Test
  @DisplayName("contract 8: a cursor of another life of the log is told first of all")
  void anotherEpoch() {
    for (long cursor : new long[] { 0, 50, 1_000 }) {
      Rejected rejected = catchThrowableOfType(Rejected.class, () ->
        HEAD.requireReach(cursor, UUID.randomUUID())
      );
      assertThat(rejected.properties()).containsEntry("reason", ResyncReason.EPOCH);
    }
  }

  @Test
  void emptyLogIsReachedFromItsBeginning() {
    LogHead empty = new LogHead(EPOCH, 0, 1, 1, 0);
    assertThatCode(() -> empty.requireReach(0, EPOCH)).doesNotThrowAnyException();
  }
}
