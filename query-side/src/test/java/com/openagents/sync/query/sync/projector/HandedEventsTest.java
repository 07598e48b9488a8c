package com.openagents.sync.query.sync.projector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openagents.sync.api.message.MessageEvent.MessagePosted;
import com.openagents.sync.platform.evidence.ChainedEvent;
import com.openagents.sync.platform.handover.AppendedEvents;
import com.openagents.sync.platform.handover.Commit;
import com.openagents.sync.platform.handover.Handover;
import com.openagents.sync.platform.signal.Signals;
import com.openagents.sync.platform.signal.Signals.Topic;
import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.query.testing.EventStore;
import com.openagents.sync.query.testing.RunningQuerySide;
import com.openagents.sync.query.testing.Sample;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Events that a command side in the same process hands over")
class HandedEventsTest {

  private static final int APPENDS = 400;
  private static final int BATCH_EVENTS = 7;

  private final TestDatabase database = TestDatabase.create();
  private final EventStore store = EventStore.createdIn(database);
  private final Sample sample = Sample.in(store);
  private final LogChecks checks = LogChecks.of(database);
  /** It never looks without a signal, so that whatever is overlooked stays so, and waits for each commit. */
  private final RunningQuerySide app = RunningQuerySide.on(
    database,
    "agentsync.projector.batch-events-max=" + BATCH_EVENTS,
    "agentsync.projector.poll-every=1h",
    "agentsync.projector.lease-for=1h",
    "agentsync.projector.paused-at-most=1h"
  );
  private final Handover<AppendedEvents> handover = app.appendedEvents();
  private final Signals signals = app.bean(Signals.class);

  @BeforeEach
  void awaitTheFirstLook() {
    checks.awaitPosition(store.lastIndex());
  }

  @AfterEach
  void stop() {
    app.close();
  }

  @Test
  @DisplayName("are projected without a look into the event store")
  void spareTheLook() {
    ChainedEvent elsewhere = EventStore.createdIn(TestDatabase.create())
      .appended("m", List.of(sample.message("no look would find it")))
      .getFirst();
    long next = store.lastIndex() + 1;
    handOver(List.of(elsewhere.at(next)));
    checks.awaitPosition(next);
  }

  @Test
  @DisplayName(
    "contract 1, 3: are projected while they are being committed, and nobody sees it before they are"
  )
  void whileCommitting() {
    long before = checks.position();
    Commit commit = new Commit();
    store.appended("m", List.of(sample.message("early")), appended -> {
      handover.offer(AppendedEvents.of(appended, commit));
      Awaitility.await().until(this::isWaiting);
      assertThat(checks.position()).isEqualTo(before);
      assertThat(checks.number("SELECT count(*) FROM read.messages")).isZero();
    });
    assertThat(checks.position()).isEqualTo(before);
    commit.done();
    checks.awaitPosition(store.lastIndex());
  }

  @Test
  @DisplayName("contract 1, 3: come to nothing with their append, and others take their place")
  void comeToNothing() {
    Commit commit = new Commit();
    assertThatThrownBy(() ->
      store.appended("m", List.of(sample.message("never"), sample.message("never")), appended -> {
        handover.offer(AppendedEvents.of(appended, commit));
        Awaitility.await().until(this::isWaiting);
        throw new Refused();
      })
    ).isInstanceOf(Refused.class);
    appendElsewhere(3);
    commit.failed();
    signals.raise(Topic.EVENTS_APPENDED);
    checks.awaitPosition(store.lastIndex());
    appendHere("after");
    checks.awaitPosition(store.lastIndex());
    assertThat(checks.number("SELECT count(*) FROM read.messages WHERE content = 'never'")).isZero();
    assertThat(checks.number("SELECT count(*) FROM read.messages")).isEqualTo(4);
    checks.requireDenseChains();
  }

  @Test
  @DisplayName("contract 3: are let go while their commit takes long, and found once it is made")
  void slowCommit() {
    app.close();
    try (
      RunningQuerySide impatient = RunningQuerySide.on(
        database,
        "agentsync.projector.poll-every=1h",
        "agentsync.projector.lease-for=1h",
        "agentsync.projector.paused-at-most=1s"
      )
    ) {
      Commit commit = new Commit();
      store.appended("m", List.of(sample.message("slow")), appended -> {
        impatient.appendedEvents().offer(AppendedEvents.of(appended, commit));
        Awaitility.await().until(this::isWaiting);
        Awaitility.await().until(() -> !isWaiting());
      });
      commit.done();
      impatient.bean(Signals.class).raise(Topic.EVENTS_APPENDED);
      checks.awaitPosition(store.lastIndex());
    }
  }

  /** Whether all that the projector does is written, and it waits for the append. */
  private boolean isWaiting() {
    return (
      checks.number(
        """
        SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
        AND state = 'idle in transaction' AND query LIKE '%UPDATE sync.log_head%'
        """
      ) > 0
    );
  }

  @Test
  @DisplayName("do not hide what another process appends meanwhile, however much that is")
  void doNotHideOthers() throws SQLException {
    try (Connection holder = database.dataSource().getConnection()) {
      holder.setAutoCommit(false);
      holder.createStatement().execute("SELECT FROM sync.log_head FOR UPDATE");
      appendHere("first");
      Awaitility.await().until(
        () -> checks.number("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'") > 0
      );
      // All signals wake it once.
      appendElsewhere(BATCH_EVENTS);
      appendHere("second");
      appendElsewhere(1);
      holder.rollback();
    }
    checks.awaitPosition(store.lastIndex());
  }

  @Test
  @DisplayName(
    "contract 3: do not end a look before all that it found is taken: an erasure goes in a batch of its own"
  )
  void tookLessThanFound() {
    store.append("m", List.of(sample.message("before"), sample.erasure(), sample.message("after")));
    signals.raise(Topic.EVENTS_APPENDED);
    checks.awaitPosition(store.lastIndex());
  }

  private void appendElsewhere(int events) {
    store.append(
      "m-" + store.lastIndex(),
      Stream.generate(() -> sample.message("text"))
        .limit(events)
        .toList()
    );
    signals.raise(Topic.EVENTS_APPENDED);
  }

  private void appendHere(String content) {
    handOver(store.appended("m-" + content, List.of(sample.message(content))));
  }

  @Test
  @DisplayName("contract 3: all is projected once and in order, whoever appends, and whatever is handed over")
  void histories() {
    long seed = Long.getLong("agentsync.seed", System.nanoTime());
    System.out.printf("Handed events: -Dagentsync.seed=%d%n", seed);
    CompletableFuture.allOf(
      CompletableFuture.runAsync(() -> append(new Random(seed), true)),
      CompletableFuture.runAsync(() -> append(new Random(seed + 1), false))
    ).join();
    checks.awaitPosition(store.lastIndex());
    checks.requireDenseChains();
    checks.requireNothingTwice();
    assertThat(checks.number("SELECT count(*) FROM read.messages")).isEqualTo(store.lastIndex() - 2);
  }

  /** @param here whether by the command side in this process; another one only signals */
  private void append(Random random, boolean here) {
    for (int number = 0; number < APPENDS; number++) {
      int events = random.nextInt(1, random.nextInt(10) == 0 ? 20 : 4);
      List<MessagePosted> messages = Stream.generate(() -> sample.message("text"))
        .limit(events)
        .toList();
      if (here) {
        appendHere(random, "m-" + number, messages);
      } else {
        store.append("m-elsewhere-" + number, messages);
        signals.raise(Topic.EVENTS_APPENDED);
      }
    }
  }

  /** Announces before or after the commit; one in five comes to nothing. */
  private void appendHere(Random random, String mutationId, List<MessagePosted> messages) {
    boolean early = random.nextBoolean();
    boolean refused = random.nextInt(5) == 0;
    Commit commit = new Commit();
    try {
      List<ChainedEvent> stored = store.appended(mutationId, messages, appended -> {
        if (early) {
          handover.offer(AppendedEvents.of(appended, commit));
        }
        if (refused) {
          throw new Refused();
        }
      });
      commit.done();
      if (!early) {
        handover.offer(AppendedEvents.of(stored, commit));
      }
    } catch (Refused expected) {
      commit.failed();
    }
    signals.raise(Topic.EVENTS_APPENDED);
  }

  private static final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;
  }

  private void handOver(List<ChainedEvent> events) {
    handover.offer(AppendedEvents.of(events, Commit.made()));
    signals.raise(Topic.EVENTS_APPENDED);
  }
}
