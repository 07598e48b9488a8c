package com.openagents.sync.gateway;

import com.openagents.sync.gateway.websocket.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what waits for one socket whenever its writer thread comes by; many frames leave in one write. */
final class SocketWriter {

  private static final Logger log = LoggerFactory.getLogger(SocketWriter.class);

  private final Connection connection;
  private final Pulse pulse;
  private final Runnable onClosed;
  private final WriterThread thread;
  private final OutboundQueue queue;

  /** @param onClosed called when the last frame is written, which tells the peer to close */
  SocketWriter(
    Connection connection,
    Pulse pulse,
    int queueBytesMax,
    WriterThread thread,
    Runnable onClosed
  ) {
    this.connection = connection;
    this.pulse = pulse;
    this.thread = thread;
    this.onClosed = onClosed;
    this.queue = new OutboundQueue(queueBytesMax, () -> thread.add(this));
  }

  OutboundQueue queue() {
    return queue;
  }

  /** Never waits for the peer. */
  void write(ByteBuffer buffer) {
    try {
      boolean closes = queue.drainTo(buffer.clear());
      buffer.flip();
      pulse.sending();
      connection.write(buffer);
      if (buffer.hasRemaining()) {
        ByteBuffer rest = ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
        connection.writeRest(rest, () -> written(closes));
      } else {
        written(closes);
      }
    } catch (IOException | RuntimeException gone) {
      log.debug("A socket does not take more: {}", gone.toString());
      connection.terminate();
    }
  }

  private void written(boolean closes) {
    pulse.sent();
    if (closes) {
      onClosed.run();
    } else if (!queue.isWritten()) {
      thread.add(this);
    }
  }
}
