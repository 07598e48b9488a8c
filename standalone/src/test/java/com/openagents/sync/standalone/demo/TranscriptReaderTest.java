package com.openagents.sync.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openagents.sync.api.message.MessageRole;
import com.openagents.sync.standalone.demo.Scene.Cost;
import com.openagents.sync.standalone.demo.Scene.Step;
import com.openagents.sync.standalone.demo.Scene.Submission;
import com.openagents.sync.standalone.demo.Scene.Talk;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TranscriptReaderTest {

  private static final Duration USUAL = Duration.ofSeconds(1);

  @Test
  void contentMayBeAListOfParts() throws Exception {
    Transcript transcript = read(
      """
      {"history": [{"role": "tool", "content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]}]}
      """
    );
    assertThat(transcript.scenes()).containsExactly(new Talk(0, MessageRole.TOOL, "a\nb"));
  }

  @Test
  void keysMayBeMissingAndStatesBeOfAnyKind() throws Exception {
    Transcript transcript = read(
      """
      {"trajectory": [
        {"thought": "t", "state": "{}"},
        {"action": "a", "observation": "", "state": {"diff": ""}, "execution_time": 0.25},
        {"action": "b", "observation": null, "execution_time": NaN}
      ]}
      """
    );
    assertThat(transcript.scenes()).containsExactly(
      new Step(0, "t", "", null, USUAL),
      new Step(1, "", "a", "", Duration.ofMillis(250)),
      new Step(2, "", "b", null, USUAL)
    );
  }

  @Test
  void whatIsNoTextShowsAsTheJsonThatItIs() throws Exception {
    Transcript transcript = read("{\"trajectory\": [{\"action\": {\"command\": [\"ls\", 1]}}]}");
    assertThat(((Step) transcript.scenes().getFirst()).action()).isEqualTo("{\"command\":[\"ls\",1]}");
  }

  @Test
  void whatPostgresCannotHoldIsShownByAnotherCharacterAndCountedOnce() throws Exception {
    Transcript transcript = read(
      """
      {"history": [{"role": "assistant", "content": "\\u0000 \\ud83e\\udeb5 \\ud83e", "thought": "\\u0000"}],
       "trajectory": [{"thought": "x", "response": "\\u0000 \\ud83e\\udeb5 \\ud83e"}]}
      """
    );
    assertThat(transcript.scenes()).containsExactly(
      new Talk(0, MessageRole.ASSISTANT, "\u2400 🪵 \uFFFD"),
      new Step(0, "x", "", null, USUAL)
    );
    assertThat(transcript.changes()).isEqualTo(new Transcript.Changes(2, 0, 0));
  }

  @Test
  void entriesWithoutTextAreShownAsSuch() throws Exception {
    Transcript transcript = read(
      """
      {"history": [{"role": "assistant", "content": ""}, {"role": "user"}, {}], "trajectory": [{}]}
      """
    );
    assertThat(transcript.scenes())
      .filteredOn(Talk.class::isInstance)
      .allSatisfy(scene -> assertThat(((Talk) scene).content()).isEqualTo("(no text)"));
    assertThat(transcript.changes()).isEqualTo(new Transcript.Changes(0, 4, 1));
  }

  @Test
  void rolesOfOtherDialectsAreUnderstood() throws Exception {
    Transcript transcript = read(
      """
      {"history": [{"role": "human", "content": "a"}, {"role": "AI", "content": "b"}, {"role": "critic", "content": "c"}]}
      """
    );
    assertThat(transcript.scenes()).containsExactly(
      new Talk(0, MessageRole.USER, "a"),
      new Talk(1, MessageRole.ASSISTANT, "b"),
      new Talk(2, MessageRole.USER, "c")
    );
    assertThat(transcript.changes().unknownRoles()).isEqualTo(1);
  }

  @Test
  void whatWasHandedInAndWhatItCostComesLast() throws Exception {
    Transcript transcript = read(
      """
      {"history": [{"content": "x"}],
       "info": {"submission": "\\n--- a/x\\n", "model_stats": {"instance_cost": 1.26719}},
       "replay_config": "{\\"env\\": {\\"repo\\": {\\"base_commit\\": \\"bfd2593d\\"}}}"}
      """
    );
    assertThat(transcript.scenes().subList(1, 3)).containsExactly(
      new Submission("Submission of some.agent", "bfd2593d", "\n--- a/x\n"),
      new Cost(127, "Model calls, exactly USD 1.26719")
    );
  }

  @ParameterizedTest
  @CsvSource({ "0.0042,1", "0.01,1", "0.010000000000000002,1", "0.0100001,2", "1,100", "0.29,29" })
  void costsAreRoundedUpToACent(String dollars, long cents) throws Exception {
    Transcript transcript = read(
      "{\"history\": [{}], \"info\": {\"model_stats\": {\"instance_cost\": " + dollars + "}}}"
    );
    assertThat(((Cost) transcript.scenes().getLast()).cents()).isEqualTo(cents);
  }

  @ParameterizedTest
  @ValueSource(strings = { "0", "-1", "NaN", "Infinity", "null", "\"?\"", "1e-12" })
  void whatCostsNothingIsNotPaid(String dollars) throws Exception {
    Transcript transcript = read(
      "{\"history\": [{}], \"info\": {\"submission\": \" \", \"model_stats\": {\"instance_cost\": " +
        dollars +
        "}}, \"replay_config\": \"no JSON\"}"
    );
    assertThat(transcript.scenes()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
    strings = { "", "null", "[]", "\"text\"", "{}", "{\"history\": [], \"trajectory\": {}}", "{\"history\"" }
  )
  void whatIsNoTranscriptIsRefused(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(UnreadableTranscript.class);
  }

  @Test
  void bytesThatAreNoTextAreRefused() {
    byte[] latin1 = "{\"history\": [{\"content\": \"ü\"}]}".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> new TranscriptReader().read("x.traj", latin1)).hasMessage("it is not in UTF-8");
  }

  @Test
  void theAgentIsNamedByTheFile() throws Exception {
    assertThat(read("{\"history\": [{\"content\": \"x\"}]}").name()).isEqualTo("some.agent");
  }

  private static Transcript read(String text) throws UnreadableTranscript {
    return new TranscriptReader().read("some.agent.traj", text.getBytes(StandardCharsets.UTF_8));
  }
}
