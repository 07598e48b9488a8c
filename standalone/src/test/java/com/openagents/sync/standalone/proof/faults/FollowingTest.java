package com.openagents.sync.standalone.proof.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A proof is worth what it would notice. */
class FollowingTest {

  private static final String ID = "00000000-0000-0000-0000-000000000001";
  private static final String OTHER = "00000000-0000-0000-0000-000000000002";

  private final List<String> violations = new ArrayList<>();
  private final Following following = new Following("org:x", List.of(), violations::add);

  @Test
  void whatComesInOrderIsFolded() {
    bootstrap(10, ID);
    delta(12, event(12, 9, "update", ID, "{\"content\":\"b\"}"));
    delta(20, event(15, 12, "insert", OTHER, "{\"id\":\"" + OTHER + "\",\"content\":\"c\"}"));
    delta(21, event(21, 15, "delete", ID, "null"));
    assertThat(violations).isEmpty();
    assertThat(following.eventsApplied()).isEqualTo(3);
    assertThat(following.cursor()).isEqualTo(21);
    assertThat(
      following.replica().differencesFrom(Replica.of(rows("{\"id\":\"" + OTHER + "\",\"content\":\"c\"}")))
    ).isEmpty();
  }

  @Test
  void aMissingEventIsNoticed() {
    bootstrap(10, ID);
    delta(12, event(12, 11, "update", ID, "{\"content\":\"b\"}"));
    assertThat(violations).singleElement().asString().contains("event 12 follows 11");
    delta(15, event(15, 13, "update", ID, "{\"content\":\"b\"}"));
    assertThat(violations).hasSize(2);
  }

  @Test
  void anEventThatComesTwiceIsNoticed() {
    bootstrap(10, ID);
    String event = event(12, 9, "update", ID, "{\"content\":\"b\"}");
    delta(12, event);
    delta(12, event);
    assertThat(violations).singleElement().asString().contains("event 12 came after 12");
  }

  @Test
  void anEventFromBeforeTheCursorIsNoticed() {
    bootstrap(10, ID);
    delta(10, event(10, 9, "update", ID, "{\"content\":\"b\"}"));
    assertThat(violations).singleElement().asString().contains("event 10 came after 10");
  }

  @Test
  void whatDoesNotFitTheRowsIsNoticed() {
    bootstrap(10, ID);
    delta(11, event(11, 9, "insert", ID, "{\"id\":\"" + ID + "\"}"));
    delta(12, event(12, 11, "update", OTHER, "{}"));
    delta(13, event(13, 12, "delete", OTHER, "null"));
    assertThat(violations)
      .hasSize(3)
      .allMatch(what -> what.contains("does not fit"));
  }

  @Test
  void aValueThatDiffersIsNoticed() {
    bootstrap(10, ID);
    assertThat(
      following.replica().differencesFrom(Replica.of(rows("{\"id\":\"" + ID + "\",\"content\":\"z\"}")))
    ).containsExactly("Message " + ID + " differs in [content]");
    assertThat(following.replica().differencesFrom(Replica.empty())).containsExactly(
      "Message " + ID + " should not be there"
    );
    assertThat(Replica.empty().differencesFrom(following.replica())).containsExactly(
      "Message " + ID + " is missing"
    );
  }

  @Test
  void theCompactedDeltaReplacesAndRemovesRows() {
    bootstrap(10, ID);
    following.compacted(
      json(
        "{\"models\":{\"Messages\":[{\"id\":\"" +
          OTHER +
          "\",\"content\":\"c\"}]},\"deleted\":{\"Messages\":[\"" +
          ID +
          "\"]},\"lastSyncId\":30,\"epoch\":\"e\"}"
      )
    );
    delta(31, event(31, 30, "delete", OTHER, "null"));
    assertThat(violations).isEmpty();
    assertThat(following.replica().size()).isZero();
    assertThat(following.whole()).isFalse();
  }

  private void bootstrap(long at, String id) {
    following.bootstrapped(
      json(
        "{\"models\":{\"Messages\":[{\"id\":\"" +
          id +
          "\",\"content\":\"a\"}]},\"lastSyncId\":" +
          at +
          ",\"epoch\":\"e\"}"
      )
    );
  }

  private void delta(long latest, String event) {
    var mutations = following.delta(json("{\"events\":[" + event + "],\"latestSyncId\":" + latest + "}"));
    assertThat(mutations).containsExactly("m");
  }

  private static String event(long id, long before, String action, String row, String data) {
    return """
    {"id":%d,"prev_id":%d,"scope":"org:x","model":"Message","model_id":"%s","action":"%s","data":%s,"mutation_id":"m"}
    """.formatted(id, before, row, action, data);
  }

  private static JsonNode rows(String row) {
    return json("{\"Messages\":[" + row + "]}");
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }
}
