package com.openagents.sync.standalone.proof.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A wire that can be cut, clogged or left hanging: hands bytes on between whoever connects and one port. */
final class Proxy implements AutoCloseable {

  private static final int BUFFER_BYTES = 16_384;
  private static final int CONNECTIONS_WAITING_MAX = 200;

  private final int target;
  private final ServerSocket entry;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition flowing = lock.newCondition();
  private boolean clogged;

  /** @param target a port on this machine */
  Proxy(int target) {
    this.target = target;
    try {
      entry = new ServerSocket(0, CONNECTIONS_WAITING_MAX, InetAddress.getLoopbackAddress());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return entry.getLocalPort();
  }

  /** Both ends of all connections are reset. */
  void cut() {
    links.forEach(Link::cut);
  }

  /** Nothing gets through until {@link #unclog}; both ends see open connections. */
  void clog() {
    lock.lock();
    try {
      clogged = true;
    } finally {
      lock.unlock();
    }
  }

  void unclog() {
    lock.lock();
    try {
      clogged = false;
      flowing.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** One end of all connections is reset; the other does not hear of it. */
  void leaveHanging(boolean whoConnected) {
    links.forEach(link -> link.leaveHanging(whoConnected));
  }

  /** What {@link #leaveHanging} left is reset as well. */
  void cutHanging() {
    links
      .stream()
      .filter(link -> link.hanging)
      .forEach(Link::cut);
  }

  @Override
  public void close() throws IOException {
    entry.close();
    unclog();
    cut();
  }

  private void accept() {
    while (!entry.isClosed()) {
      try {
        Socket near = entry.accept();
        Thread.ofVirtual().start(() -> connect(near));
      } catch (IOException closed) {
        // By close(), or the connection was given up before it was taken.
        Thread.onSpinWait();
      }
    }
  }

  private void connect(Socket near) {
    try {
      awaitFlow();
      Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
      Link link = new Link(near, far);
      links.add(link);
      Thread.ofVirtual().start(() -> link.pump(near, far));
      Thread.ofVirtual().start(() -> link.pump(far, near));
      if (entry.isClosed()) {
        link.cut();
      }
    } catch (IOException | InterruptedException nobodyThere) {
      reset(near);
    }
  }

  private void awaitFlow() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (clogged) {
        flowing.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setOption(StandardSocketOptions.SO_LINGER, 0);
      socket.close();
    } catch (IOException alreadyClosed) {
      // As wanted.
    }
  }

  private final class Link {

    private final Socket near;
    private final Socket far;
    private volatile boolean hanging;

    private Link(Socket near, Socket far) throws IOException {
      this.near = near;
      this.far = far;
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
    }

    private void cut() {
      links.remove(this);
      reset(near);
      reset(far);
    }

    private void leaveHanging(boolean whoConnected) {
      hanging = true;
      reset(whoConnected ? far : near);
    }

    private void pump(Socket from, Socket to) {
      byte[] buffer = new byte[BUFFER_BYTES];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int bytes = in.read(buffer); bytes >= 0; bytes = in.read(buffer)) {
          awaitFlow();
          out.write(buffer, 0, bytes);
        }
        to.shutdownOutput();
      } catch (IOException | InterruptedException broken) {
        if (!hanging) {
          cut();
        }
      }
    }
  }
}
