package com.openagents.sync.query.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.message.MessageEvent.MessageDeleted;
import com.openagents.sync.api.message.MessageEvent.MessageEdited;
import com.openagents.sync.api.message.MessageEvent.MessagePosted;
import com.openagents.sync.api.rebuild.RebuildReport;
import com.openagents.sync.api.rebuild.RebuildState;
import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.query.testing.EventStore;
import com.openagents.sync.query.testing.RunningQuerySide;
import com.openagents.sync.query.testing.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Three rebuilds in a row while people write and follow: one is cancelled, one is killed, one comes to its end. */
class LiveRebuildTest {

  private static final int EVENTS_BEFORE = 600;
  private static final int WRITES_MEASURED_MIN = 30;
  private static final Duration WITHIN = Duration.ofMinutes(2);

  private final TestDatabase database = TestDatabase.create();
  private final EventStore store = EventStore.createdIn(database);
  private final JdbcClient jdbc = JdbcClient.create(database.dataSource());
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicReference<String> damaged = new AtomicReference<>("");
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Long> latencies = Collections.synchronizedList(new ArrayList<>());
  private RunningQuerySide app;
  private Rebuilds rebuilds;
  private Sample sample;

  @BeforeEach
  void start() {
    app = RunningQuerySide.on(
      database,
      "agentsync.rebuild.operators=" + EventStore.ACTOR,
      "agentsync.rebuild.look-every=20ms",
      "agentsync.rebuild.page-events-max=10",
      "agentsync.rebuild.flush-rows-max=5"
    );
    rebuilds = new Rebuilds(app);
    sample = Sample.in(store);
    for (int number = 0; number < EVENTS_BEFORE / 3; number++) {
      MessagePosted message = sample.message("message " + number);
      store.append(message, edited(message, "edited " + number), sample.message("more " + number));
    }
    store.awaitProjected(WITHIN);
  }

  @AfterEach
  void stop() {
    over.set(true);
    threads.close();
    app.close();
  }

  @Test
  @DisplayName(
    "contract 12: during three rebuilds, one cancelled and one killed, every client's fold stays right"
  )
  void whileEverybodyIsWatching() throws Exception {
    Future<Void> writer = threads.submit(this::write);
    List<Future<Observer>> observers = List.of(
      threads.submit(() -> observe(new Observer(app, sample.org()))),
      threads.submit(() -> observe(new Observer(app, sample.agent())))
    );
    awaitWrites();
    List<Long> before = List.copyOf(latencies);
    damage();
    cancelled();
    killed();
    List<Long> during = List.copyOf(latencies).subList(before.size(), latencies.size());
    assertThat(rebuilds.report("{}").rowsDiffering()).isZero();
    over.set(true);
    writer.get();
    for (Future<Observer> observer : observers) {
      requireWhole(observer.get());
    }
    requireNoIdTwice();
    System.out.printf(
      Locale.ROOT,
      "from the event store to the read models, p99: %.1f ms before, %.1f ms while rebuilding (%d and %d writes)%n",
      p99(before),
      p99(during),
      before.size(),
      during.size()
    );
  }

  private void cancelled() {
    UUID run = rebuilds.begin("{}");
    awaitReplaying(run);
    rebuilds.wish(run, "cancel");
    assertThat(rebuilds.awaitEnd(run).state()).isEqualTo(RebuildState.CANCELLED);
    assertThat(number("SELECT count(*) FROM pg_tables WHERE schemaname = 'rebuild'")).isEqualTo(3);
  }

  /** Its connection is cut; it goes on from where it was. */
  private void killed() {
    UUID run = rebuilds.begin("{}");
    awaitReplaying(run);
    long position = number("SELECT position FROM rebuild.runs WHERE id = '" + run + "'");
    jdbc
      .sql(
        """
        SELECT pg_terminate_backend(pid) FROM pg_locks
        WHERE locktype = 'advisory' AND classid = ? AND objid = ? AND granted
        """
      )
      .params(0x72_6562L, 0x7569_6c64L)
      .query()
      .listOfRows();
    RebuildReport report = rebuilds.report(run);
    assertThat(position).isPositive();
    assertThat(report.rowsDiffering()).isEqualTo(1);
    assertThat(report.resync()).isNull();
  }

  private void awaitReplaying(UUID run) {
    Awaitility.await()
      .pollInterval(Duration.ofMillis(5))
      .atMost(WITHIN)
      .until(() -> rebuilds.run(run).eventsDone() > 0);
  }

  private void damage() {
    UUID first = jdbc
      .sql("SELECT id FROM read.messages ORDER BY created_at LIMIT 1")
      .query(UUID.class)
      .single();
    damaged.set(first.toString());
    jdbc.sql("UPDATE read.messages SET role = 'tool' WHERE id = ?").param(first).update();
  }

  private Void write() {
    int number = 0;
    while (!over.get()) {
      MessagePosted message = sample.message("live " + number++);
      long start = System.nanoTime();
      long index = store.append(message, edited(message, "live, edited"));
      store.signal();
      awaitPosition(index);
      latencies.add(System.nanoTime() - start);
      if (number % 5 == 0) {
        store.append(new MessageDeleted(message.id(), message.agentId(), message.orgId()));
      }
    }
    return null;
  }

  private Observer observe(Observer observer) {
    while (!over.get()) {
      observer.look();
      observer.requireFoldLaw(damaged::get);
    }
    return observer;
  }

  private void requireWhole(Observer observer) {
    store.awaitProjected(WITHIN);
    observer.requireFoldLaw(() -> "");
    assertThat(
      observer
        .events()
        .stream()
        .filter(event -> isOfRebuild(event.get("mutation_id").stringValue()))
    ).hasSize(1);
  }

  private static boolean isOfRebuild(String mutationId) {
    return mutationId.startsWith("rebuild-");
  }

  private void requireNoIdTwice() {
    assertThat(number("SELECT count(*) - count(DISTINCT id) FROM sync.sync_events")).isZero();
    assertThat(number("SELECT count(*) FROM sync.sync_events")).isEqualTo(
      number("SELECT last_id FROM sync.log_head")
    );
  }

  private void awaitWrites() {
    Callable<Boolean> enough = () -> latencies.size() >= WRITES_MEASURED_MIN;
    Awaitility.await().atMost(WITHIN).until(enough);
  }

  private MessageEdited edited(MessagePosted message, String content) {
    return new MessageEdited(message.id(), sample.agentId(), sample.orgId(), content);
  }

  private void awaitPosition(long index) {
    Awaitility.await()
      .pollInterval(Duration.ofMillis(1))
      .pollDelay(Duration.ZERO)
      .atMost(WITHIN)
      .until(() -> number("SELECT position FROM sync.log_head") >= index);
  }

  private long number(String sql) {
    return jdbc.sql(sql).query(Long.class).single();
  }

  private static double p99(List<Long> nanos) {
    List<Long> sorted = nanos.stream().sorted().toList();
    return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1) / 1e6;
  }
}
