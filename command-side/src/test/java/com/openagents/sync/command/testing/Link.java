package com.openagents.sync.command.testing;

import com.openagents.sync.platform.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;

/**
 * A line to a database that can be frozen and cut. To the database a frozen line looks like a node that is paused, to
 * the node like a database that is.
 */
public final class Link implements AutoCloseable {

  private static final String SCHEME = "jdbc:";
  private static final int BUFFER_BYTES = 8_192;

  private final URI database;
  private final ServerSocket entrance;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicLong requestBytesLeft = new AtomicLong(Long.MAX_VALUE);
  private volatile CountDownLatch open = new CountDownLatch(0);

  private Link(URI database, ServerSocket entrance) {
    this.database = database;
    this.entrance = entrance;
  }

  public static Link to(TestDatabase database) {
    try {
      Link link = new Link(
        URI.create(database.jdbcUrl().substring(SCHEME.length())),
        new ServerSocket(0, 0, InetAddress.getLoopbackAddress())
      );
      Thread.ofVirtual().start(link::accept);
      return link;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public String jdbcUrl() {
    String query = database.getRawQuery() == null ? "" : "?" + database.getRawQuery();
    return "jdbc:postgresql://127.0.0.1:" + entrance.getLocalPort() + database.getRawPath() + query;
  }

  /** Nothing passes any more, in either direction, until it is thawed. */
  public synchronized void freeze() {
    if (open.getCount() == 0) {
      open = new CountDownLatch(1);
    }
  }

  /** As {@link #freeze}, once so much more has passed towards the database. */
  public void freezeAfter(long requestBytes) {
    requestBytesLeft.set(requestBytes);
  }

  public synchronized void thaw() {
    requestBytesLeft.set(Long.MAX_VALUE);
    open.countDown();
  }

  /** Ends all connections that there are; new ones can be made. */
  public void cut() {
    sockets.forEach(Link::close);
  }

  @Override
  public void close() {
    thaw();
    close(entrance);
    cut();
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        Socket near = entrance.accept();
        Socket far = new Socket(database.getHost(), database.getPort());
        sockets.add(near);
        sockets.add(far);
        Thread.ofVirtual().start(() -> carry(near, far, this::count));
        Thread.ofVirtual().start(() -> carry(far, near, _ -> {}));
      } catch (IOException closed) {
        close(entrance);
      }
    }
  }

  private void count(int requestBytes) {
    if (requestBytesLeft.addAndGet(-requestBytes) < 0) {
      freeze();
    }
  }

  private void carry(Socket from, Socket to, IntConsumer count) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (from; to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int bytes = in.read(buffer); bytes >= 0; bytes = in.read(buffer)) {
        count.accept(bytes);
        open.await();
        out.write(buffer, 0, bytes);
      }
    } catch (IOException | InterruptedException cut) {
      // So is the other direction.
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private static void close(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }
}
