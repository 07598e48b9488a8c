package com.openagents.sync.standalone.demo;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Plays transcripts through the public API of an engine, each as an agent at work. */
public final class Demo {

  private static final String USER = "demo";
  private static final String ORG = "acme";
  private static final int AGENTS_AT_ONCE_MAX = 32;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final List<Transcript> transcripts;
  private final Speed speed;
  private final Score score = new Score();
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore room = new Semaphore(AGENTS_AT_ONCE_MAX);
  private volatile boolean stopped;

  private Demo(List<Transcript> transcripts, Speed speed) {
    this.transcripts = transcripts;
    this.speed = speed;
  }

  /** @throws NothingToPlay if none of the sources can be played; what is wrong with each is said on standard error */
  public static Demo read(DemoOptions options) {
    List<Transcript> transcripts = new TranscriptFiles(System.err::println).read(options.sources());
    if (transcripts.isEmpty()) {
      throw new NothingToPlay();
    }
    return new Demo(transcripts, options.speed());
  }

  /**
   * Plays all of it, and says on standard output how it goes.
   *
   * @return whether everything was played
   */
  public boolean play(URI server) {
    System.out.printf("Playing %s, %s.%n", Score.counted(transcripts.size(), "agent"), speed);
    EngineClient engine = new EngineClient(server, PATIENCE);
    score.begin();
    boolean complete = false;
    try (Progress _ = new Progress(score)) {
      UUID org = engine.enter(USER, ORG);
      Purse purse = new Purse(engine, org);
      complete = awaitAll(
        transcripts
          .stream()
          .<Future<Boolean>>map(transcript -> workers.submit(() -> play(transcript, engine, org, purse)))
          .toList()
      );
    } catch (PlayRefused refused) {
      complain("The demo can't begin: " + refused.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    if (!stopped) {
      System.out.println(
        (complete ? "Played " : "Not all was played: ") + score.line() + "; " + changes() + "."
      );
    }
    return complete;
  }

  /** Ends it where it is; a replay goes on from there. */
  public void stop() {
    stopped = true;
    workers.shutdownNow();
  }

  private boolean play(Transcript transcript, EngineClient engine, UUID org, Purse purse)
    throws InterruptedException {
    room.acquire();
    try {
      new AgentPlayer(transcript, engine, org, purse, speed, score, workers).play();
      return true;
    } catch (PlayRefused refused) {
      complain(transcript.name() + " stops: " + refused.getMessage());
      return false;
    } finally {
      room.release();
    }
  }

  private static boolean awaitAll(List<Future<Boolean>> players) throws InterruptedException {
    boolean complete = true;
    for (Future<Boolean> player : players) {
      try {
        complete &= player.get();
      } catch (ExecutionException failure) {
        complete = false;
      }
    }
    return complete;
  }

  private void complain(String line) {
    if (!stopped) {
      System.err.println(line);
    }
  }

  private String changes() {
    Transcript.Changes all = transcripts
      .stream()
      .map(Transcript::changes)
      .reduce(new Transcript.Changes(0, 0, 0), Transcript.Changes::plus);
    List<String> said = new ArrayList<>();
    long thereAlready = score.thereAlready.sum();
    if (thereAlready > 0) {
      said.add(thereAlready + " of them were there already");
    }
    said.add(
      all.replaced() == 0 ? "no character replaced" : Score.counted(all.replaced(), "character") + " replaced"
    );
    add(said, all.emptyTexts(), "text", "empty");
    add(said, all.unknownRoles(), "unknown role", "shown as the user's");
    add(said, score.cutTexts.sum(), "text", "cut");
    add(said, score.refusedSubmissions.sum(), "submission", "not taken");
    add(said, score.refusedPayments.sum(), "payment", "not made");
    return String.join(", ", said);
  }

  private static void add(List<String> said, long count, String thing, String what) {
    if (count > 0) {
      said.add(Score.counted(count, thing) + " " + what);
    }
  }
}
