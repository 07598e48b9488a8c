package com.openagents.sync.platform.synclog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.api.rejection.ResyncReason;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogHeadTest {

  private static final UUID EPOCH = UUID.randomUUID();
  private static final LogHead HEAD = new LogHead(EPOCH, 100, 41);

  @ParameterizedTest
  @ValueSource(longs = { 40, 41, 99, 100 })
  void reachesBackToTheOldestEvent(long cursor) {
    assertThatCode(() -> HEAD.requireReach(cursor, EPOCH)).doesNotThrowAnyException();
    assertThatCode(() -> HEAD.requireReach(cursor, null)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({ "39,RETENTION", "0,RETENTION", "-1,RETENTION", "101,AHEAD" })
  @DisplayName("contract 8: who can't be caught up is told why")
  void cursorOutOfReach(long cursor, ResyncReason reason) {
    Rejected rejected = catchThrowableOfType(Rejected.class, () -> HEAD.requireReach(cursor, EPOCH));
    assertThat(rejected.code()).isEqualTo(RejectionCode.RESYNC_REQUIRED);
    assertThat(rejected.properties()).containsEntry("reason", reason);
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
    LogHead empty = new LogHead(EPOCH, 0, 1);
    assertThatCode(() -> empty.requireReach(0, EPOCH)).doesNotThrowAnyException();
  }
}
