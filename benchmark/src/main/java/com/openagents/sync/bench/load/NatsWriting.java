package com.openagents.sync.bench.load;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** Publishes to NATS, which answers nothing. */
final class NatsWriting implements Writing {

  private final Template template;
  private final Journal journal;
  private final Publisher publisher;
  private volatile Runnable onAnswer = () -> {};

  NatsWriting(Place place, Loops loops, Journal journal) throws IOException {
    template = place.write();
    this.journal = journal;
    Loop loop = loops.next();
    publisher = new Publisher(Peer.connect(place.address(), null, 0), loop);
    loop.add(publisher);
    publisher.send(Marker.ascii("CONNECT {\"verbose\":false}\r\n"));
  }

  @Override
  public synchronized void write(long startedAt) {
    long number = journal.start(startedAt);
    publisher.send(template.filled(number));
    journal.answered(publisher.loop().index(), number, null);
    onAnswer.run();
  }

  @Override
  public void onAnswer(Runnable next) {
    onAnswer = next;
  }

  @Override
  public void close() {
    publisher.close();
  }

  private static final class Publisher extends Peer {

    Publisher(SocketChannel channel, Loop loop) {
      super(channel, loop);
    }

    /** Nothing but signs of life comes in. */
    @Override
    int take(byte[] bytes, int from, int to) {
      if (to - from >= 2 && bytes[from] == 'P') {
        send(Marker.ascii("PONG\r\n"));
      }
      return to;
    }

    @Override
    void ended(@Nullable IOException failure) {
      // Its subscribers will miss what is not published.
    }
  }
}
