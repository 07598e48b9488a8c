package com.openagents.sync.gateway.websocket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CompletionHandler;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/** An open connection as whoever writes to it sees it. One thread at a time may write. */
public final class Connection {

  private static final long NO_TIMEOUT_MILLIS = Long.MAX_VALUE;

  private final SocketWrapperBase<?> socket;
  /**
   * Below the container, whose object for it serves the next client when this one is gone; null for TLS, where only the
   * container knows how to write.
   */
  private final @Nullable SocketChannel channel;
  private final AtomicBoolean gone = new AtomicBoolean();

  private volatile @Nullable Listener listener;

  Connection(SocketWrapperBase<?> socket) {
    this.socket = socket;
    this.channel =
      socket.getSocket() instanceof NioChannel nio && !(nio instanceof SecureNioChannel)
        ? nio.getIOChannel()
        : null;
  }

  Listener heardBy(Listener one) {
    listener = one;
    if (gone.get()) {
      one.gone();
    }
    return one;
  }

  /** Writes what can be written now; what is left is for {@link #writeRest}. */
  public void write(ByteBuffer bytes) throws IOException {
    if (channel != null) {
      var _ = channel.write(bytes);
    }
  }

  /**
   * Writes as the peer takes it.
   *
   * @param bytes not to be touched until then
   * @param written called when all is written, in this thread or another; never if the connection breaks
   */
  public void writeRest(ByteBuffer bytes, Runnable written) {
    socket.write(
      SocketWrapperBase.BlockingMode.NON_BLOCK,
      NO_TIMEOUT_MILLIS,
      TimeUnit.MILLISECONDS,
      written,
      SocketWrapperBase.COMPLETE_WRITE_WITH_COMPLETION,
      new CompletionHandler<Long, Runnable>() {
        @Override
        public void completed(Long count, Runnable then) {
          then.run();
        }

        @Override
        public void failed(Throwable failure, Runnable then) {
          terminate();
        }
      },
      bytes
    );
  }

  /** Ends the connection below the protocol. */
  public void terminate() {
    if (gone.compareAndSet(false, true)) {
      Listener one = listener;
      if (one != null) {
        one.gone();
      }
    }
    socket.close();
  }
}
