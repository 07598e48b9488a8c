package com.openagents.sync.command.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.command.eventstore.EventStoreDatabase.Node;
import com.openagents.sync.command.testing.Crowd;
import com.openagents.sync.command.testing.Outage;
import com.openagents.sync.platform.evidence.ChainedEvent;
import com.openagents.sync.platform.handover.AppendedEvents;
import com.openagents.sync.platform.handover.Handover;
import com.openagents.sync.platform.handover.Handover.Inbox;
import com.openagents.sync.platform.signal.Signals;
import com.openagents.sync.platform.signal.Signals.Topic;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Events that are being committed")
class AnnouncementTest {

  private static final Duration WITHIN = Duration.ofMinutes(1);

  private final EventStoreDatabase store = EventStoreDatabase.create();
  private final Handover<AppendedEvents> handover = new Handover<>(1 << 20);
  private final Signals signals = new Signals();
  private final AtomicInteger signalled = new AtomicInteger();
  private final Inbox<AppendedEvents> inbox;

  AnnouncementTest() {
    signals.listen(Topic.EVENTS_APPENDED, signalled::incrementAndGet);
    inbox = handover.inbox(signals, Topic.EVENTS_APPENDED);
  }

  @Test
  @DisplayName(
    "are handed over before their commit, which says itself when it is made; then comes the signal"
  )
  void beforeTheCommit() throws SQLException {
    Append append = Appends.fresh(2);
    try (Node node = store.node(handover, signals)) {
      Future<FirstAnswer> caller;
      AppendedEvents announced;
      try (var _ = store.holdCommits()) {
        caller = Crowd.start(() -> node.append(append));
        await().until(store::someoneWaitsForALock);
        announced = taken();
        assertThat(announced.commit().isDone()).isFalse();
        assertThat(signalled).hasValue(0);
      }
      assertThat(announced.commit().isDoneWithin(WITHIN)).isTrue();
      assertThat(ids(announced)).isEqualTo(store.eventIds());
      assertThat(Crowd.result(caller).lastIndex()).isEqualTo(2);
      await().until(() -> signalled.get() == 1);
      assertThat(inbox.hasHeardOfOthers()).isFalse();
    }
  }

  @Test
  @DisplayName("are withdrawn when their commit is broken off, and handed over again with the next try")
  void brokenOff() throws SQLException {
    Append append = Appends.fresh(2);
    try (Node node = store.node(handover, signals)) {
      Future<FirstAnswer> caller;
      AppendedEvents first;
      try (var _ = store.holdCommits()) {
        caller = Crowd.start(() -> node.append(append));
        await().until(store::someoneWaitsForALock);
        first = taken();
        Outage.of(store.database()).terminateWhoWaitsForALock();
        assertThat(first.commit().isDoneWithin(WITHIN)).isFalse();
      }
      assertThat(Crowd.result(caller).lastIndex()).isEqualTo(2);
      AppendedEvents second = taken();
      assertThat(second.commit().isDoneWithin(WITHIN)).isTrue();
      assertThat(ids(second)).isEqualTo(ids(first)).isEqualTo(store.eventIds());
      // Each has its signal, so one of somebody else is told from them.
      await().until(() -> signalled.get() == 2);
      assertThat(inbox.hasHeardOfOthers()).isFalse();
      signals.raise(Topic.EVENTS_APPENDED);
      assertThat(inbox.hasHeardOfOthers()).isTrue();
    }
  }

  @Test
  @DisplayName("have a signal also when a try that broke off had stored them")
  void repeated() {
    Append append = Appends.fresh(1);
    try (Node node = store.node(handover, signals)) {
      node.append(append);
      await().until(() -> signalled.get() == 1);
      taken();
      node.append(Appends.repeat(append));
      await().until(() -> signalled.get() == 2);
      assertThat(inbox.hasHeardOfOthers()).isTrue();
    }
  }

  @Test
  @DisplayName("are handed over after their commit if there are many")
  void manyAtOnce() throws SQLException {
    List<Boolean> whetherCommitted = new CopyOnWriteArrayList<>();
    inbox.onBatch(() -> inbox.takeAll().forEach(it -> whetherCommitted.add(it.commit().isDone())));
    try (Node node = store.node(handover, signals)) {
      List<Future<FirstAnswer>> callers = new ArrayList<>();
      try (var _ = store.holdHead()) {
        callers.add(Crowd.start(() -> node.append(Appends.fresh(1))));
        await().until(store::someoneWaitsForALock);
        // They meet in the next transaction.
        callers.addAll(Crowd.untilTheyWait(9, _ -> node.append(Appends.fresh(1))));
      }
      callers.forEach(Crowd::result);
      await().until(() -> signalled.get() == 2);
    }
    assertThat(whetherCommitted).containsExactly(false, true);
  }

  @Test
  @DisplayName("are handed over after their commit, and after its own signal, if keys end with it")
  void erasing() throws SQLException {
    Append append = Appends.erasing();
    AtomicInteger destroyed = new AtomicInteger();
    List<Integer> destroyedBefore = new CopyOnWriteArrayList<>();
    signals.listen(Topic.KEYS_DESTROYED, destroyed::incrementAndGet);
    inbox.onBatch(() -> destroyedBefore.add(destroyed.get()));
    try (Node node = store.node(handover, signals)) {
      Future<FirstAnswer> caller;
      try (var _ = store.holdCommits()) {
        caller = Crowd.start(() -> node.append(append));
        await().until(store::someoneWaitsForALock);
        assertThat(inbox.takeAll()).isEmpty();
      }
      assertThat(Crowd.result(caller).lastIndex()).isEqualTo(1);
      await().until(() -> signalled.get() == 1);
      assertThat(destroyedBefore).containsExactly(1);
      assertThat(taken().commit().isDone()).isTrue();
    }
  }

  private AppendedEvents taken() {
    List<AppendedEvents> taken = inbox.takeAll();
    assertThat(taken).hasSize(1);
    return taken.getFirst();
  }

  private static List<UUID> ids(AppendedEvents announced) {
    return announced.events().stream().map(ChainedEvent::eventId).toList();
  }
}
