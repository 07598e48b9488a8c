package com.openagents.sync.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Writes by HTTP over kept-alive connections, one request at a time on each. */
final class HttpWriting implements Writing, HttpPeer.Answers {

  private static final int SUCCESS = 200;
  private static final int NO_SUCCESS = 300;

  private final Template template;
  private final Journal journal;
  private final List<HttpPeer> peers = new ArrayList<>();
  private final Queue<HttpPeer> idle = new ConcurrentLinkedQueue<>();
  private final Queue<Long> waiting = new ConcurrentLinkedQueue<>();
  private volatile Runnable onAnswer = () -> {};
  private volatile boolean closed;

  HttpWriting(Place place, int connections, Loops loops, Journal journal) throws IOException {
    template = place.write();
    this.journal = journal;
    for (int i = 0; i < connections; i++) {
      Loop loop = loops.next();
      HttpPeer peer = new HttpPeer(Peer.connect(place.address(), null, 0), loop, this);
      peers.add(peer);
      idle.add(peer);
      loop.add(peer);
    }
  }

  @Override
  public void write(long startedAt) {
    waiting.add(startedAt);
    pump();
  }

  @Override
  public void onAnswer(Runnable next) {
    onAnswer = next;
  }

  /** Whoever adds a write or a connection calls this afterwards, so nothing waits beside an idle connection. */
  private void pump() {
    for (HttpPeer peer = idle.poll(); peer != null; peer = idle.poll()) {
      Long due = waiting.poll();
      if (due == null) {
        idle.add(peer);
        if (waiting.isEmpty()) {
          return;
        }
      } else {
        long number = journal.start(due);
        peer.request(number, template.filled(number));
      }
    }
  }

  @Override
  public void answered(HttpPeer peer, int status) {
    journal.answered(peer.loop().index(), peer.number(), status >= SUCCESS && status < NO_SUCCESS);
    idle.add(peer);
    onAnswer.run();
    pump();
  }

  @Override
  public void broken(HttpPeer peer, @Nullable IOException failure) {
    if (!closed) {
      journal.answered(peer.loop().index(), peer.number(), false);
    }
  }

  @Override
  public void close() {
    closed = true;
    peers.forEach(HttpPeer::close);
  }
}
