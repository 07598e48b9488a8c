package com.openagents.sync.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.message.MessageRole;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InterleavingTest {

  @Test
  void eachTurnIsFollowedByItsStepAndThatByWhatTheAgentWasTold() {
    assertThat(
      order(
        Stream.of(system(), user("demo"), user("task"), turn("r1"), user("o1"), turn("r2"), user("o2")),
        Stream.of(step("r1"), step("r2"))
      )
    ).containsExactly("system", "demo", "task", "r1", "step r1", "o1", "r2", "step r2", "o2");
  }

  @Test
  void stepsThatTheHistoryLeavesOutKeepTheirPlace() {
    assertThat(
      order(Stream.of(turn("r1"), turn("r3")), Stream.of(step("r1"), step("r2"), step("r3"), step("r4")))
    ).containsExactly("r1", "step r1", "step r2", "r3", "step r3", "step r4");
  }

  @Test
  void demonstrationsHaveNoSteps() {
    ChatEntry shown = new ChatEntry(MessageRole.ASSISTANT, "r1", true, null, null);
    assertThat(order(Stream.of(shown, user("task"), turn("r1")), Stream.of(step("r1")))).containsExactly(
      "r1",
      "task",
      "r1",
      "step r1"
    );
  }

  @Test
  void aTurnMayBeKnownByItsThoughtAndAction() {
    ChatEntry turn = new ChatEntry(MessageRole.ASSISTANT, "said", false, "thought r2", "action r2");
    assertThat(order(Stream.of(turn("r1"), turn), Stream.of(step("r1"), step("r2")))).containsExactly(
      "r1",
      "step r1",
      "said",
      "step r2"
    );
  }

  @Test
  void whereTextsLeadNowhereTurnsAndStepsCorrespondOneByOne() {
    assertThat(
      order(
        Stream.of(user("task"), turn("a"), user("o"), turn("b")),
        Stream.of(step("x"), step("y"), step("z"))
      )
    ).containsExactly("task", "a", "step x", "o", "b", "step y", "step z");
  }

  @Test
  void eitherListMayBeEmpty() {
    assertThat(order(Stream.of(user("task")), Stream.empty())).containsExactly("task");
    assertThat(order(Stream.empty(), Stream.of(step("r1")))).containsExactly("step r1");
  }

  private static List<String> order(Stream<ChatEntry> chat, Stream<StepEntry> steps) {
    return Interleaving.of(chat.toList(), steps.toList())
      .stream()
      .map(
        scene ->
          switch (scene) {
            case Scene.Talk talk -> talk.content();
            case Scene.Step step -> step.thought().replace("thought", "step");
            case Scene.Submission _, Scene.Cost _ -> throw new AssertionError(
              "It comes from elsewhere: " + scene
            );
          }
      )
      .toList();
  }

  private static ChatEntry system() {
    return new ChatEntry(MessageRole.SYSTEM, "system", false, null, null);
  }

  private static ChatEntry user(String content) {
    return new ChatEntry(MessageRole.USER, content, false, null, null);
  }

  private static ChatEntry turn(String content) {
    return new ChatEntry(MessageRole.ASSISTANT, content, false, null, null);
  }

  private static StepEntry step(String response) {
    return new StepEntry("thought " + response, "action " + response, "", response, Duration.ofSeconds(1));
  }
}
