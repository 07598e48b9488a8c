package com.openagents.sync.query.sync.retention;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.query.testing.RunningQuerySide;
import com.openagents.sync.query.testing.Sample;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@DisplayName("contract 8: delta, else compacted delta, else bootstrap")
class LadderTest {

  private static final String WHOLE = "whole";

  private final SmallLog log = new SmallLog();
  private final Sample sample = Sample.in(log.store());

  /** Events from 40 on are kept; since 20 it is known what changed; the log ends at 53. */
  @BeforeEach
  void fill() {
    messages(12);
    log.retention(SmallLog.NO_TIME, SmallLog.NO_TIME).look();
    messages(13);
    log.retention(SmallLog.NO_TIME, SmallLog.LONG).look();
    assertThat(log.head().firstCompactedId()).isEqualTo(20);
    assertThat(log.head().firstId()).isEqualTo(40);
    assertThat(log.head().lastId()).isEqualTo(53);
  }

  @AfterEach
  void stop() {
    log.close();
  }

  private void messages(int number) {
    for (int count = 0; count < number; count++) {
      log.store().append(sample.message("message " + count));
    }
    log.awaitProjected();
  }

  @Test
  @DisplayName("each cursor is told what it can have, and why not more")
  void everyCursor() {
    for (long cursor = 0; cursor <= 60; cursor++) {
      String delta = answer("delta", cursor, "");
      String compacted = answer("compacted", cursor, "");
      String expectedDelta;
      String expectedCompacted;
      if (cursor < 19) {
        expectedDelta = "retention, bootstrap";
        expectedCompacted = "retention, bootstrap";
      } else if (cursor < 39) {
        expectedDelta = "retention, compacted";
        expectedCompacted = WHOLE;
      } else if (cursor <= 53) {
        expectedDelta = WHOLE;
        expectedCompacted = WHOLE;
      } else {
        expectedDelta = "ahead, bootstrap";
        expectedCompacted = "ahead, bootstrap";
      }
      assertThat(delta).as("delta from %d", cursor).isEqualTo(expectedDelta);
      assertThat(compacted).as("compacted delta from %d", cursor).isEqualTo(expectedCompacted);
    }
  }

  @Test
  @DisplayName("a cursor of another life of the log can only start over")
  void otherEpoch() {
    String own = "&epoch=" + log.head().epoch();
    String other = "&epoch=" + UUID.randomUUID();
    for (String rung : new String[] { "delta", "compacted" }) {
      assertThat(answer(rung, 45, own)).isEqualTo(WHOLE);
      assertThat(answer(rung, 45, other)).isEqualTo("epoch, bootstrap");
      assertThat(answer(rung, 25, other)).isEqualTo("epoch, bootstrap");
    }
  }

  private String answer(String rung, long cursor, String more) {
    HttpResponse<String> answer = log
      .app()
      .get("/sync/%s?scope=%s&lastSyncId=%d%s".formatted(rung, sample.org(), cursor, more));
    if (answer.statusCode() == 200) {
      return WHOLE;
    }
    assertThat(answer.statusCode()).isEqualTo(410);
    JsonNode problem = RunningQuerySide.JSON.readTree(answer.body());
    assertThat(problem.get("code").stringValue()).isEqualTo("resync_required");
    return problem.get("reason").stringValue() + ", " + problem.get("next").stringValue();
  }
}
