package com.openagents.sync.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** All threads of the load client. */
public final class Loops implements AutoCloseable {

  private final List<Loop> loops = new ArrayList<>();
  private final AtomicInteger next = new AtomicInteger();

  public Loops(int threads) throws IOException {
    for (int i = 0; i < threads; i++) {
      loops.add(new Loop(i));
    }
  }

  public int count() {
    return loops.size();
  }

  Loop next() {
    return loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
  }

  @Override
  public void close() throws IOException {
    for (Loop loop : loops) {
      loop.close();
    }
  }
}
