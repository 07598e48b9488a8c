package com.openagents.sync.bench.load;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One who follows. What its protocol is, a subclass knows; what arrives is counted by the journal. */
abstract class Subscriber extends Peer {

  private final int number;
  private final Gathering gathering;
  private boolean ready;

  Subscriber(SocketChannel channel, Loop loop, int number, Gathering gathering) {
    super(channel, loop);
    this.number = number;
    this.gathering = gathering;
  }

  /** Says hello. */
  abstract void begin();

  final void isReady() {
    if (!ready) {
      ready = true;
      gathering.ready();
    }
  }

  final boolean ready() {
    return ready;
  }

  final void arrived(byte[] bytes, int from, int to) {
    gathering.arrived(loop().index(), number, bytes, from, to);
  }

  @Override
  int readBytesMax() {
    return gathering.readBytesMax(number);
  }

  @Override
  void ended(@Nullable IOException failure) {
    gathering.lost(number, failure);
  }
}
