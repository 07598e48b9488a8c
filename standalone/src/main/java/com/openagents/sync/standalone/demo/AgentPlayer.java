package com.openagents.sync.standalone.demo;

import com.openagents.sync.api.RequestBody;
import com.openagents.sync.api.agent.CreateAgentRequest;
import com.openagents.sync.api.codechange.ProposeChangeRequest;
import com.openagents.sync.api.message.MessageRole;
import com.openagents.sync.api.message.PostMessageRequest;
import com.openagents.sync.api.reasoning.ObserveStepRequest;
import com.openagents.sync.api.reasoning.RecordStepRequest;
import com.openagents.sync.standalone.demo.EngineClient.Answer;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;

/** Plays one transcript as one agent, each thing after the one before it. */
final class AgentPlayer {

  private static final Duration THINKING_TAKES = Duration.ofMillis(1500);
  private static final Duration READING_TAKES = Duration.ofMillis(500);
  private static final int NAME_CHARACTERS_MAX = 200;
  private static final int TEXT_CHARACTERS_MAX = 500_000;
  private static final int TEXT_CHARACTERS_MIN = 1_000;

  private final Transcript transcript;
  private final EngineClient engine;
  private final Speed speed;
  private final Score score;
  private final DerivedIds ids;
  private final UUID agent;
  private final UUID org;
  private final Purse purse;
  private final ExecutorService beside;
  private Future<?> observing = CompletableFuture.completedFuture(null);

  /** @param beside runs what need not wait for its turn */
  AgentPlayer(
    Transcript transcript,
    EngineClient engine,
    UUID org,
    Purse purse,
    Speed speed,
    Score score,
    ExecutorService beside
  ) {
    this.transcript = transcript;
    this.engine = engine;
    this.beside = beside;
    this.speed = speed;
    this.score = score;
    this.ids = new DerivedIds(org, transcript.fingerprint());
    this.agent = ids.id("agent", 0);
    this.org = org;
    this.purse = purse;
  }

  void play() throws PlayRefused, InterruptedException {
    String name = StorableText.cut(transcript.name(), NAME_CHARACTERS_MAX);
    engine.mutate("POST", "/api/agent", new CreateAgentRequest(agent, org, name), agent, answer());
    score.agents.increment();
    for (Scene scene : transcript.scenes()) {
      play(scene);
    }
    awaitObservation();
  }

  private Answer answer() {
    return speed.isMax() ? Answer.DURABLE : Answer.VISIBLE;
  }

  private void play(Scene scene) throws PlayRefused, InterruptedException {
    switch (scene) {
      case Scene.Talk talk -> {
        speed.pause(talk.role() == MessageRole.ASSISTANT ? THINKING_TAKES : READING_TAKES);
        UUID id = ids.id("message", talk.index());
        JsonNode row = sendCut("POST", "/api/message", talk.content().length(), id, max ->
          new PostMessageRequest(id, agent, talk.role(), StorableText.cut(talk.content(), max))
        );
        score.played(score.messages, row);
      }
      case Scene.Step step -> play(step);
      case Scene.Submission submission -> play(submission);
      case Scene.Cost cost -> play(cost);
    }
  }

  /** A diff can't be cut, and a transcript may hand in something else: then it is left out, and counted. */
  private void play(Scene.Submission submission) throws PlayRefused, InterruptedException {
    awaitObservation();
    UUID id = ids.id("submission", 0);
    String title = StorableText.cut(submission.title(), NAME_CHARACTERS_MAX);
    ProposeChangeRequest proposal = new ProposeChangeRequest(
      id,
      agent,
      title,
      submission.baseRevision(),
      submission.diff()
    );
    try {
      score.played(score.submissions, engine.mutate("POST", "/api/code-change", proposal, id, answer()));
    } catch (PlayRefused refused) {
      if (!refused.isTooLong() && !refused.is("diff_invalid")) {
        throw refused;
      }
      score.refusedSubmissions.increment();
    }
  }

  /** People may have taken the same payment elsewhere meanwhile, or hold their account in another currency. */
  private void play(Scene.Cost cost) throws PlayRefused, InterruptedException {
    try {
      score.played(score.payments, purse.pay(agent, cost, ids));
    } catch (PlayRefused refused) {
      if (
        !refused.is("illegal_step") && !refused.is("currency_mismatch") && !refused.is("insufficient_funds")
      ) {
        throw refused;
      }
      score.refusedPayments.increment();
    }
  }

  /** First what it does, then what came of it, so that one sees the action run. */
  private void play(Scene.Step step) throws PlayRefused, InterruptedException {
    UUID id = ids.id("step", step.index());
    int longest = Math.max(step.thought().length(), step.action().length());
    JsonNode row = sendCut("POST", "/api/reasoning", longest, id, max ->
      new RecordStepRequest(
        id,
        agent,
        StorableText.cut(step.thought(), max),
        StorableText.cut(step.action(), max),
        null
      )
    );
    String observation = step.observation();
    if (observation == null) {
      score.played(score.steps, row);
    } else if (speed.isMax()) {
      // What follows need not wait for it: it has its place already.
      awaitObservation();
      observing = beside.submit(() -> {
        observe(step.index(), id, observation, row);
        return null;
      });
    } else {
      speed.pause(step.takes());
      observe(step.index(), id, observation, row);
    }
  }

  private void observe(int index, UUID step, String observation, JsonNode row)
    throws PlayRefused, InterruptedException {
    UUID key = ids.id("observation", index);
    sendCut("PATCH", "/api/reasoning/" + step, observation.length(), key, max ->
      new ObserveStepRequest(StorableText.cut(observation, max))
    );
    score.played(score.steps, row);
  }

  private void awaitObservation() throws PlayRefused, InterruptedException {
    try {
      observing.get();
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof PlayRefused refused) {
        throw refused;
      }
      throw new IllegalStateException(failure.getCause());
    }
  }

  private interface Cut {
    RequestBody to(int charactersMax);
  }

  /** A server may take less than the usual: then half as much, until it does. */
  private JsonNode sendCut(String method, String path, int longest, UUID key, Cut body)
    throws PlayRefused, InterruptedException {
    int charactersMax = TEXT_CHARACTERS_MAX;
    while (true) {
      try {
        JsonNode row = engine.mutate(method, path, body.to(charactersMax), key, answer());
        if (longest > charactersMax) {
          score.cutTexts.increment();
        }
        return row;
      } catch (PlayRefused refused) {
        charactersMax /= 2;
        if (!refused.isTooLong() || charactersMax < TEXT_CHARACTERS_MIN) {
          throw refused;
        }
      }
    }
  }
}
