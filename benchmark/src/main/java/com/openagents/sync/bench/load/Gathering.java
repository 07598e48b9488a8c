package com.openagents.sync.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Those who follow one place. */
public final class Gathering implements AutoCloseable {

  private static final int SLOW_READ_BYTES = 2_048;
  private static final int SLOW_RECEIVE_BYTES = 4_096;
  private static final Duration SLOW_READ_EVERY = Duration.ofMillis(100);
  private static final int SOCKETS_PER_ADDRESS = 5_000;

  private final Journal journal;
  private final int slow;
  private final List<Subscriber> subscribers = new ArrayList<>();
  private final AtomicInteger ready = new AtomicInteger();
  private final AtomicReference<String> complaint = new AtomicReference<>("");
  private final ScheduledExecutorService slowReader = Executors.newSingleThreadScheduledExecutor();
  private final LongAdder frames = new LongAdder();
  private volatile boolean closed;

  private Gathering(Journal journal, int slow) {
    this.journal = journal;
    this.slow = slow;
  }

  /** @param slow the first ones, that read a little now and then */
  public static Gathering of(Place place, int size, int slow, Loops loops, Journal journal)
    throws IOException {
    Gathering gathering = new Gathering(journal, slow);
    for (int i = 0; i < size; i++) {
      gathering.add(place, i, loops.next());
    }
    if (slow > 0) {
      gathering.readSlowly();
    }
    return gathering;
  }

  private void add(Place place, int number, Loop loop) throws IOException {
    // A source address has only so many ports.
    byte last = (byte) (2 + number / SOCKETS_PER_ADDRESS);
    InetAddress source = InetAddress.getByAddress(new byte[] { 127, 0, 0, last });
    InetSocketAddress from = new InetSocketAddress(source, 0);
    SocketChannel channel = Peer.connect(place.address(), from, number < slow ? SLOW_RECEIVE_BYTES : 0);
    Subscriber subscriber = switch (place.following()) {
      case Following.WebSocket webSocket -> new WebSocketSubscriber(channel, loop, number, this, webSocket);
      case Following.Nats nats -> new NatsSubscriber(channel, loop, number, this, nats.subject());
    };
    subscribers.add(subscriber);
    loop.add(subscriber);
    subscriber.begin();
  }

  private void readSlowly() {
    List<Subscriber> slowOnes = List.copyOf(subscribers.subList(0, slow));
    Runnable readAll = () -> slowOnes.forEach(one -> one.loop().execute(() -> readSome(one)));
    var _ = slowReader.scheduleAtFixedRate(readAll, 0, SLOW_READ_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void readSome(Subscriber one) {
    if (one.ready() && one.channel().isOpen()) {
      one.loop().listen(one, false);
      one.loop().read(one);
    }
  }

  public int size() {
    return subscribers.size();
  }

  public boolean isReady() {
    return ready.get() == subscribers.size();
  }

  /** What went wrong, or an empty text. */
  public String complaint() {
    return complaint.get();
  }

  void ready() {
    ready.incrementAndGet();
  }

  void lost(int number, @Nullable IOException failure) {
    if (!closed && number >= slow) {
      complaint.compareAndSet("", "Subscriber %d lost its socket: %s".formatted(number, failure));
    }
  }

  /** Frames that came to all of them together. */
  public long frames() {
    return frames.sum();
  }

  void arrived(int loop, int number, byte[] bytes, int from, int to) {
    frames.increment();
    long now = System.nanoTime();
    Marker.find(bytes, from, to, write -> journal.seen(loop, number, write, now));
  }

  int readBytesMax(int number) {
    return number < slow && isReady() ? SLOW_READ_BYTES : Integer.MAX_VALUE;
  }

  @Override
  public void close() {
    closed = true;
    slowReader.shutdownNow();
    subscribers.forEach(Subscriber::close);
  }
}
