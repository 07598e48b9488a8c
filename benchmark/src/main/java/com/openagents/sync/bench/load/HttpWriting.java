package com.openagents.sync.bench.load;

import java.io.IOException;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Writes by HTTP over kept-alive connections, one request at a time on each. */
final class HttpWriting implements Writing, HttpPeer.Answers {

  private final Place place;
  private final Template template;
  private final Journal journal;
  private final Set<HttpPeer> peers = ConcurrentHashMap.newKeySet();
  private final Queue<HttpPeer> idle = new ConcurrentLinkedQueue<>();
  private final Queue<Long> waiting = new ConcurrentLinkedQueue<>();
  private volatile Runnable onAnswer = () -> {};
  private volatile boolean closed;

  HttpWriting(Place place, int connections, Loops loops, Journal journal) throws IOException {
    template = place.write();
    this.journal = journal;
    this.place = place;
    for (int i = 0; i < connections; i++) {
      connect(loops.next());
    }
  }

  private void connect(Loop loop) throws IOException {
    HttpPeer peer = new HttpPeer(Peer.connect(place.address(), null, 0), loop, this);
    peers.add(peer);
    loop.add(peer);
    idle.add(peer);
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
      if (!peer.channel().isOpen()) {
        continue;
      }
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
  public void answered(HttpPeer peer, @Nullable String refusal, boolean goesOn) {
    journal.answered(peer.loop().index(), peer.number(), refusal);
    if (goesOn) {
      idle.add(peer);
    } else {
      peer.close();
      replace(peer);
    }
    onAnswer.run();
    pump();
  }

  @Override
  public void broken(HttpPeer peer, @Nullable IOException failure) {
    if (closed) {
      return;
    }
    if (peer.busy()) {
      journal.answered(peer.loop().index(), peer.number(), "The connection broke: " + failure);
    }
    replace(peer);
    pump();
  }

  /** As any client does whose connection the server has ended. */
  private void replace(HttpPeer peer) {
    peers.remove(peer);
    try {
      connect(peer.loop());
    } catch (IOException unreachable) {
      // What waits is never answered then, which the measurement finds out.
    }
  }

  @Override
  public void close() {
    closed = true;
    peers.forEach(HttpPeer::close);
  }
}
