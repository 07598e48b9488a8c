package com.openagents.sync.platform.testing;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Ports for processes that are told where to listen, and that listen there again after their death. */
public final class Ports {

  /** Those above the last one are what the system gives to whoever connects, or asks for any port. */
  private static final int FIRST = 20_000;
  private static final int LAST = 32_767;

  private static final AtomicInteger next = new AtomicInteger(ThreadLocalRandom.current().nextInt(LAST));

  private Ports() {}

  /** Nobody listens there, and nobody else in this process is told the same one. */
  public static int free() {
    while (true) {
      int port = FIRST + (next.getAndIncrement() % (LAST - FIRST + 1));
      if (isFree(port)) {
        return port;
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (BindException taken) {
      return false;
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }
}
