package com.openagents.sync.gateway.websocket;

import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Function;
import org.apache.coyote.http11.upgrade.InternalHttpUpgradeHandler;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SSLSupport;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/** The container's side of a connection: it says when there is something to read, on a thread that may wait. */
public final class UpgradedSocket implements InternalHttpUpgradeHandler {

  private static final int READ_BYTES = 4_096;

  private @Nullable Function<Connection, Listener> onOpen;
  private @Nullable Listener listener;
  private @Nullable FrameReader frames;
  private @Nullable SocketWrapperBase<?> socket;
  private @Nullable Connection connection;
  private boolean ended;

  /** For the container. */
  public UpgradedSocket() {}

  /** @param whenOpen makes the one that hears of the connection */
  void begin(Function<Connection, Listener> whenOpen, int textBytesMax) {
    onOpen = whenOpen;
    frames = new FrameReader(textBytesMax);
  }

  @Override
  public void setSocketWrapper(SocketWrapperBase<?> wrapper) {
    socket = wrapper;
  }

  @Override
  public void init(WebConnection unused) {
    connection = new Connection(Objects.requireNonNull(socket));
    listener = connection.heardBy(Objects.requireNonNull(onOpen).apply(connection));
  }

  @Override
  public SocketState upgradeDispatch(SocketEvent event) {
    return switch (event) {
      case OPEN_READ -> read();
      case OPEN_WRITE -> SocketState.UPGRADED;
      case STOP, TIMEOUT, DISCONNECT, ERROR, CONNECT_FAIL -> gone();
    };
  }

  private SocketState read() {
    ByteBuffer bytes = ByteBuffer.allocate(READ_BYTES);
    try {
      while (Objects.requireNonNull(socket).read(false, bytes) > 0) {
        listener().seen();
        take(bytes.flip());
        bytes.clear();
      }
      return SocketState.UPGRADED;
    } catch (IOException broken) {
      return gone();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return gone();
    }
  }

  private void take(ByteBuffer bytes) throws InterruptedException {
    if (ended) {
      return;
    }
    try {
      ended = !Objects.requireNonNull(frames).read(bytes, listener());
    } catch (Violation violation) {
      ended = true;
      listener().violated(violation.status());
    }
  }

  private SocketState gone() {
    if (connection != null) {
      connection.terminate();
    }
    return SocketState.CLOSED;
  }

  @Override
  public void destroy() {
    var _ = gone();
  }

  @Override
  public void timeoutAsync(long now) {
    // Whoever listens looks after the time.
  }

  @Override
  public void setSslSupport(SSLSupport sslSupport) {
    // Of no interest here.
  }

  @Override
  public void pause() {
    // Clients are told by whoever listens.
  }

  private Listener listener() {
    return Objects.requireNonNull(listener);
  }
}
