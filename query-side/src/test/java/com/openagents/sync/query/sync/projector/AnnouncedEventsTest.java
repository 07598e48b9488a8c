package com.openagents.sync.query.sync.projector;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.platform.evidence.ChainedEvent;
import com.openagents.sync.platform.handover.AppendedEvents;
import com.openagents.sync.platform.handover.Commit;
import com.openagents.sync.platform.handover.Handover;
import com.openagents.sync.platform.signal.Signals;
import com.openagents.sync.platform.signal.Signals.Topic;
import com.openagents.sync.query.event.StoredEvent;
import com.openagents.sync.query.event.StoredEvents.News;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

@DisplayName("What is handed over while it is being committed")
class AnnouncedEventsTest {

  private static final int MANY = 100;

  private final Signals signals = new Signals();
  private final Handover<AppendedEvents> handover = new Handover<>(1 << 20);
  private final HandedEvents handed = new HandedEvents(
    handover,
    signals,
    new Binder(new MapConfigurationPropertySource(Map.of())).bindOrCreate(
      "agentsync.projector",
      ProjectorSettings.class
    )
  );

  @Test
  @DisplayName("keeps nothing waiting that is committed")
  void committedFirst() {
    Commit second = new Commit();
    announce(1, 2, Commit.made());
    announce(3, 4, second);
    News first = handed.after(0, MANY).orElseThrow();
    requireEvents(first, 1L, 2L);
    assertThat(first.commit().isDone()).isTrue();
    assertThat(first.lastIndex()).isEqualTo(4);
    News next = handed.after(2, MANY).orElseThrow();
    requireEvents(next, 3L, 4L);
    assertThat(next.commit()).isSameAs(second);
  }

  @Test
  @DisplayName("is passed over when its commit failed, for what has its place by now")
  void failed() {
    Commit broken = new Commit();
    announce(1, 2, broken);
    broken.failed();
    announce(1, 1, Commit.made());
    requireEvents(handed.after(0, MANY).orElseThrow(), 1L);
  }

  @Test
  @DisplayName("has nothing behind it until it is committed")
  void nothingBehind() {
    announce(1, 2, new Commit());
    announce(3, 3, Commit.made());
    requireEvents(handed.after(0, MANY).orElseThrow(), 1L, 2L);
  }

  @Test
  @DisplayName("is looked for in the store by its signal, if it was left or forgotten")
  void neverMissed() {
    Commit commit = new Commit();
    announce(1, 2, commit);
    handed.forget();
    assertThat(handed.after(0, MANY)).isEmpty();
    announce(3, 4, commit);
    // One at a time: it does not fit, and a look would not find it yet.
    requireEvents(handed.after(2, 1).orElseThrow());
    commit.done();
    assertThat(handed.after(2, 1)).isEmpty();
    requireEvents(handed.after(4, 1).orElseThrow());
  }

  private void announce(long from, long to, Commit commit) {
    handover.offer(
      AppendedEvents.of(
        LongStream.rangeClosed(from, to).mapToObj(AnnouncedEventsTest::event).toList(),
        commit
      )
    );
    signals.raise(Topic.EVENTS_APPENDED);
  }

  private static void requireEvents(News news, Long... indexes) {
    assertThat(news.events()).extracting(StoredEvent::index).containsExactly(indexes);
  }

  private static ChainedEvent event(long index) {
    byte[] nothing = {};
    UUID id = UUID.randomUUID();
    return new ChainedEvent(index, id, "Aggregate", id, 0, id, "Any", "1", nothing, nothing, Instant.EPOCH);
  }
}
