package com.openagents.sync.bench.load;

/** Sends writes and notes them in the journal. */
public sealed interface Writing extends AutoCloseable permits HttpWriting, NatsWriting {
  /** @param connections how many writes are under way at most; further ones wait at the client */
  static Writing to(Place place, int connections, Loops loops, Journal journal) throws java.io.IOException {
    return switch (place.following()) {
      case Following.WebSocket _ -> new HttpWriting(place, connections, loops, journal);
      case Following.Nats _ -> new NatsWriting(place, loops, journal);
    };
  }

  /** @param startedAt when it was due, by {@link System#nanoTime} */
  void write(long startedAt);

  /** Called after each answer, on the thread that read it. */
  void onAnswer(Runnable next);

  @Override
  void close();
}
