package com.openagents.sync.gateway;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** A few threads write to all sockets; none of them ever waits for a peer. */
@Component
class WriterThreads implements SmartLifecycle {

  private final List<WriterThread> threads;
  private final AtomicInteger next = new AtomicInteger();
  private volatile boolean running;

  WriterThreads(GatewaySettings settings) {
    int count = Math.min(settings.writerThreadsMax(), Runtime.getRuntime().availableProcessors());
    threads = Stream.generate(WriterThread::new).limit(count).toList();
  }

  /** The one that writes to a new socket. */
  WriterThread one() {
    return threads.get(Math.floorMod(next.getAndIncrement(), threads.size()));
  }

  /** Waits until all that was given to them is written or waits for its peer. */
  void awaitIdle(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    for (WriterThread thread : threads) {
      thread.awaitIdle(deadline);
    }
  }

  @Override
  public void start() {
    running = true;
    for (WriterThread thread : threads) {
      Thread.ofPlatform()
        .daemon()
        .name("sync-write-" + threads.indexOf(thread))
        .start(thread);
    }
  }

  @Override
  public void stop() {
    running = false;
    threads.forEach(WriterThread::stop);
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** From before the first socket until after the last one. */
  @Override
  public int getPhase() {
    return 0;
  }
}
