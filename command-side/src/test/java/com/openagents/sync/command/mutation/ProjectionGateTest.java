package com.openagents.sync.command.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.command.testing.Crowd;
import com.openagents.sync.command.testing.HandProjection;
import com.openagents.sync.platform.handover.Handover;
import com.openagents.sync.platform.handover.ProjectedEvents;
import com.openagents.sync.platform.handover.ProjectedEvents.ProjectedEvent;
import com.openagents.sync.platform.signal.Signals;
import com.openagents.sync.platform.synclog.LogHead;
import com.openagents.sync.platform.synclog.LoggedEvent;
import com.openagents.sync.platform.testing.SyncSchema;
import com.openagents.sync.platform.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class ProjectionGateTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final TestDatabase database = TestDatabase.create();
  private final Handover<ProjectedEvents> handover = new Handover<>(1 << 20);
  private final Signals signals = new Signals();
  private final List<ProjectionGate> gates = new ArrayList<>();

  @AfterEach
  void stop() {
    gates.forEach(ProjectionGate::stop);
  }

  @Test
  void letsEachThroughWithTheLastSyncIdOfItsEvent() {
    HandProjection projection = projection();
    ProjectionGate gate = gate(LONG);
    List<Future<OptionalLong>> waiting = Crowd.untilTheyWait(3, number -> gate.awaitSyncId(5 + number));
    projection.log(5, 10);
    projection.log(5, 11);
    projection.log(6, 12);
    projection.moveTo(6);
    signals.raise(Signals.Topic.EVENTS_PROJECTED);
    assertThat(Crowd.result(waiting.get(0))).hasValue(11);
    assertThat(Crowd.result(waiting.get(1))).hasValue(12);
    assertThat(waiting.get(2).isDone()).isFalse();
    projection.log(9, 20);
    projection.moveTo(9);
    signals.raise(Signals.Topic.EVENTS_PROJECTED);
    // Its own event yielded nothing; what the log held before it is visible.
    assertThat(Crowd.result(waiting.get(2))).hasValue(12);
  }

  @Test
  void learnsFromWhatIsHandedOverWithoutALook() {
    projection();
    ProjectionGate gate = gate(LONG);
    Future<OptionalLong> waiting = Crowd.untilItWaits(() -> gate.awaitSyncId(3));
    // The database says nothing of it.
    handOver(0, List.of(event(2, 2), event(3, 3), event(3, 4)), 3);
    assertThat(Crowd.result(waiting)).hasValue(4);
    assertThat(gate.awaitSyncId(2)).hasValue(2);
  }

  @Test
  void looksForItselfWhereWhatIsHandedOverDoesNotGoOn() {
    HandProjection projection = projection();
    ProjectionGate gate = gate(LONG);
    List<Future<OptionalLong>> waiting = Crowd.untilTheyWait(2, number -> gate.awaitSyncId(2 + number));
    projection.log(2, 7);
    projection.moveTo(2);
    handOver(8, List.of(event(3, 9)), 3);
    assertThat(Crowd.result(waiting.get(0))).hasValue(7);
    assertThat(waiting.get(1).isDone()).isFalse();
    projection.log(3, 9);
    projection.moveTo(3);
    signals.raise(Signals.Topic.EVENTS_PROJECTED);
    assertThat(Crowd.result(waiting.get(1))).hasValue(9);
  }

  private static ProjectedEvent event(long eventIndex, long syncId) {
    return new ProjectedEvent(eventIndex, new LoggedEvent(syncId, 0, "scope", "Message", "{}"));
  }

  private void handOver(long after, List<ProjectedEvent> events, long position) {
    LogHead head = new LogHead(UUID.randomUUID(), events.getLast().logged().id(), 1, 1, 0);
    handover.offer(ProjectedEvents.of(after, head, position, events));
    signals.raise(Signals.Topic.EVENTS_PROJECTED);
  }

  @Test
  void findsOutWithoutASignalToo() {
    HandProjection projection = projection();
    ProjectionGate gate = gate(LONG);
    Future<OptionalLong> waiting = Crowd.untilItWaits(() -> gate.awaitSyncId(1));
    projection.project(1, 1);
    assertThat(Crowd.result(waiting)).hasValue(1);
  }

  @Test
  void doesNotWaitForWhatIsVisible() {
    projection().project(3, 7);
    assertThat(gate(LONG).awaitSyncId(3)).hasValue(7);
    assertThat(gate(LONG).awaitSyncId(2)).hasValue(0);
  }

  @Test
  void whatTheLogNoLongerKeepsIsBeforeItsFirstId() {
    HandProjection projection = projection();
    projection.project(9, 20);
    projection.firstIdIs(20);
    assertThat(gate(LONG).awaitSyncId(8)).hasValue(19);
    assertThat(gate(LONG).awaitSyncId(9)).hasValue(20);
  }

  @Test
  void doesNotWaitForWhatIsSetAside() {
    HandProjection projection = projection();
    projection.setAside(2);
    projection.project(3, 7);
    assertThat(gate(LONG).awaitSyncId(2)).isEmpty();
    assertThat(gate(LONG).awaitSyncId(3)).hasValue(7);
  }

  @Test
  void givesUpInTime() {
    projection();
    assertThat(gate(SHORT).awaitSyncId(1)).isEmpty();
  }

  @Test
  void whoeverGivesUpTakesNobodyAlong() {
    HandProjection projection = projection();
    ProjectionGate gate = gate(LONG);
    Thread leaving = Thread.ofPlatform().start(() -> gate.awaitSyncId(1));
    await().until(() -> leaving.getState() == Thread.State.WAITING);
    Future<OptionalLong> staying = Crowd.untilItWaits(() -> gate.awaitSyncId(1));
    leaving.interrupt();
    await().until(() -> !leaving.isAlive());
    projection.project(1, 1);
    signals.raise(Signals.Topic.EVENTS_PROJECTED);
    assertThat(Crowd.result(staying)).hasValue(1);
  }

  @Test
  void logThatIsNotThereYetIsLikeOneThatStaysAway() {
    ProjectionGate gate = gate(LONG);
    Future<OptionalLong> waiting = Crowd.untilItWaits(() -> gate.awaitSyncId(1));
    assertThat(gate(SHORT).awaitSyncId(1)).isEmpty();
    projection().project(1, 1);
    assertThat(Crowd.result(waiting)).hasValue(1);
  }

  private HandProjection projection() {
    SyncSchema.make(database);
    return HandProjection.on(database);
  }

  private ProjectionGate gate(Duration projectionWaitMax) {
    ProjectionGate gate = new ProjectionGate(
      JdbcClient.create(database.dataSource()),
      handover,
      signals,
      new MutationLimits(1, 1, projectionWaitMax)
    );
    gate.start();
    gates.add(gate);
    return gate;
  }
}
