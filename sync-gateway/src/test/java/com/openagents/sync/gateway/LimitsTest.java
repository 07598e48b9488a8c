package com.openagents.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.gateway.Outbound.Close;
import com.openagents.sync.gateway.Outbound.Frame;
import com.openagents.sync.gateway.Pulse.Verdict;
import com.openagents.sync.gateway.websocket.CloseStatus;
import com.openagents.sync.gateway.websocket.Wire;
import com.openagents.sync.platform.synclog.LoggedEvent;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

@DisplayName("Bounds and checks without a socket")
class LimitsTest {

  private static final GatewaySettings DEFAULTS = new Binder(
    new MapConfigurationPropertySource()
  ).bindOrCreate("agentsync.gateway", GatewaySettings.class);

  @Test
  @DisplayName(
    "contract 11: a queue holds no more than its bound, but one frame of any size when it is empty"
  )
  void queueBound() throws InterruptedException {
    OutboundQueue queue = new OutboundQueue(100, () -> {});
    Frame large = Frame.of("x".repeat(500));
    Frame small = Frame.of("x".repeat(58));
    assertThat(queue.offer(large)).isTrue();
    assertThat(queue.offer(small)).isFalse();
    assertThat(drained(queue, 1_000)).isEqualTo(large.wire());
    assertThat(queue.offer(small)).isTrue();
    assertThat(queue.offer(small)).isFalse();
    assertThat(queue.bytes()).isEqualTo(60);
    assertThat(queue.awaitRoom(60, Duration.ofMillis(1))).isFalse();
    assertThat(queue.awaitRoom(40, Duration.ofMillis(1))).isTrue();
  }

  @Test
  @DisplayName("those whose node stops come back over a time that grows with their number, up to a bound")
  void reconnects() {
    Reconnects reconnects = new Reconnects(100, Duration.ofSeconds(10));
    RandomGenerator random = new Random(1);
    for (var spread : Map.of(0, 0, 3, 30, 500, 5_000, 50_000, 10_000).entrySet()) {
      LongSummaryStatistics waits = Stream.generate(() -> reconnects.after(spread.getKey(), random))
        .limit(1_000)
        .mapToLong(Duration::toMillis)
        .summaryStatistics();
      assertThat(waits.getMin()).isBetween(0L, spread.getValue() / 10L);
      assertThat(waits.getMax()).isBetween((spread.getValue() * 9L) / 10, (long) spread.getValue());
    }
  }

  @Test
  @DisplayName("a queue that is finished drops what waits, says its last words, and lets nobody wait")
  void queueFinish() throws InterruptedException {
    OutboundQueue queue = new OutboundQueue(10, () -> {});
    queue.put(Frame.of("0123456789"));
    CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> put(queue, Frame.of("more")));
    Frame lastWord = Frame.of("bye");
    queue.finish(CloseStatus.NORMAL, List.of(lastWord));
    waiting.join();
    assertThat(drained(queue, 1_000)).isEqualTo(bytes(lastWord, Close.of(CloseStatus.NORMAL)));
    assertThat(queue.offer(Frame.of("late"))).isTrue();
    assertThat(queue.bytes()).isZero();
  }

  @Test
  @DisplayName("contract 11: recent events stay within their bound, and know how far back they reach")
  void recentEvents() {
    RecentEvents recent = new RecentEvents(10_000, 0);
    assertThat(recent.ofScope("a", 0, 0, 10)).hasValue(List.of());
    LongStream.rangeClosed(1, 100).forEach(id ->
      recent.add(event(id, Math.max(0, id - 2), id % 2 == 0 ? "a" : "b"))
    );
    assertThat(recent.ofScope("a", 0, 100, 10)).isEmpty();
    assertThat(recent.ofScope("a", 94, 100, 10).orElseThrow())
      .extracting(LoggedEvent::id)
      .containsExactly(96L, 98L, 100L);
    assertThat(recent.ofScope("a", 94, 98, 1).orElseThrow())
      .extracting(LoggedEvent::id)
      .containsExactly(96L);
    assertThat(recent.ofScope("c", 94, 100, 10)).hasValue(List.of());
    long reached = LongStream.rangeClosed(0, 100).filter(recent::reaches).findFirst().orElseThrow();
    assertThat(100 - reached).isBetween(5L, 50L);
  }

  @Test
  @DisplayName("contract 4: the chain takes events that follow one another, and no others")
  void chain() {
    EventChain chain = new EventChain(2, 10);
    assertThat(chain.flawOf(event(12, 0, "a"))).isPresent();
    assertThat(chain.flawOf(event(11, 11, "a"))).isPresent();
    assertThat(chain.flawOf(event(11, 9, "a"))).isEmpty();
    assertThat(chain.flawOf(event(11, 9, "a"))).isPresent();
    assertThat(chain.flawOf(event(12, 9, "a"))).isPresent();
    assertThat(chain.flawOf(event(12, 11, "a"))).isEmpty();
    assertThat(chain.flawOf(event(13, 0, "b"))).isEmpty();
    assertThat(chain.flawOf(event(14, 0, "c"))).isEmpty();
    // "a" is forgotten now, so its predecessor may be anything up to what was forgotten.
    assertThat(chain.flawOf(event(15, 13, "a"))).isPresent();
    assertThat(chain.flawOf(event(15, 12, "a"))).isEmpty();
  }

  @Test
  @DisplayName("contract 11: a page fits its bytes, however large events become, but holds one at least")
  void pageSize() {
    PageSize size = new PageSize(500, 10_000);
    for (int round = 0; round < 10; round++) {
      size.fit(events(size.events(), 10));
    }
    assertThat(size.events()).isEqualTo(500);
    List<LoggedEvent> large = events(500, 4_000);
    assertThat(size.fit(large)).isEqualTo(large.subList(0, 2));
    assertThat(size.events()).isEqualTo(2);
    assertThat(size.fit(events(2, 50_000))).hasSize(1);
    assertThat(size.fit(List.of())).isEmpty();
  }

  @Test
  @DisplayName("a pulse asks for a sign of life, and tells a silent peer and a stalled send from a busy one")
  void pulse() {
    AtomicLong clock = new AtomicLong();
    Pulse pulse = new Pulse(DEFAULTS, clock::get);
    assertThat(pulse.verdict()).isEqualTo(Verdict.WELL);
    clock.addAndGet(Duration.ofSeconds(31).toNanos());
    assertThat(pulse.verdict()).isEqualTo(Verdict.PING_DUE);
    assertThat(pulse.verdict()).isEqualTo(Verdict.WELL);
    clock.addAndGet(Duration.ofSeconds(30).toNanos());
    assertThat(pulse.verdict()).isEqualTo(Verdict.SILENT);
    pulse.seen();
    assertThat(pulse.verdict()).as("who gave a sign need not be asked for one").isEqualTo(Verdict.WELL);

    pulse.sending();
    clock.addAndGet(Duration.ofSeconds(29).toNanos());
    assertThat(pulse.verdict()).isEqualTo(Verdict.WELL);
    pulse.sent();
    clock.addAndGet(Duration.ofSeconds(59).toNanos());
    assertThat(pulse.verdict()).isEqualTo(Verdict.PING_DUE);
    pulse.sending();
    pulse.sent();
    clock.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(pulse.verdict()).isEqualTo(Verdict.SILENT);
    pulse.seen();
    pulse.sending();
    clock.addAndGet(Duration.ofSeconds(31).toNanos());
    assertThat(pulse.verdict()).isEqualTo(Verdict.STALLED);
  }

  @Test
  @DisplayName(
    "what has left in part is completed before the last words, or a close comes at once between two pieces"
  )
  void queueFinishAmidFrame() {
    Frame large = Frame.of("x".repeat(40_000));
    Frame lastWord = Frame.of("bye");
    Close close = Close.of(CloseStatus.GOING_AWAY);
    for (boolean atOnce : List.of(false, true)) {
      OutboundQueue queue = new OutboundQueue(100, () -> {});
      assertThat(queue.offer(large)).isTrue();
      byte[] sent = drained(queue, 20_000);
      assertThat(sent).hasSize(Wire.PIECE_BYTES_MAX);
      if (atOnce) {
        queue.cut(CloseStatus.GOING_AWAY);
        assertThat(drained(queue, 100_000)).isEqualTo(close.wire());
      } else {
        queue.finish(CloseStatus.GOING_AWAY, List.of(lastWord));
        byte[] rest = Arrays.copyOfRange(large.wire(), sent.length, large.bytes());
        byte[] end = drained(queue, 100_000);
        assertThat(end).startsWith(rest).endsWith(bytes(lastWord, close));
        assertThat(end).hasSize(rest.length + lastWord.bytes() + close.bytes());
      }
    }
  }

  @Test
  @DisplayName("a queue tells once that something waits, until it was looked at and empty")
  void queueTellsOnce() {
    AtomicLong told = new AtomicLong();
    OutboundQueue queue = new OutboundQueue(1_000, told::incrementAndGet);
    queue.offer(Frame.of("a"));
    queue.offer(Frame.of("b"));
    assertThat(told).hasValue(1);
    drained(queue, 1_000);
    queue.offer(Frame.of("c"));
    assertThat(queue.isWritten()).isFalse();
    assertThat(told).hasValue(1);
    drained(queue, 1_000);
    assertThat(queue.isWritten()).isTrue();
    queue.offer(Frame.of("d"));
    assertThat(told).hasValue(2);
  }

  private static byte[] drained(OutboundQueue queue, int bytesMax) {
    ByteBuffer buffer = ByteBuffer.allocate(bytesMax);
    queue.drainTo(buffer);
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private static byte[] bytes(Outbound first, Outbound second) {
    return ByteBuffer.allocate(first.bytes() + second.bytes())
      .put(first.wire())
      .put(second.wire())
      .array();
  }

  private static void put(OutboundQueue queue, Frame frame) {
    try {
      queue.put(frame);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private static List<LoggedEvent> events(int count, int chars) {
    return IntStream.range(0, count)
      .mapToObj(id -> new LoggedEvent(id, id - 1, "a", "Message", "x".repeat(chars)))
      .toList();
  }

  private static LoggedEvent event(long id, long previousId, String scope) {
    return new LoggedEvent(id, previousId, scope, "Message", "{\"id\":%d}".formatted(id));
  }
}
