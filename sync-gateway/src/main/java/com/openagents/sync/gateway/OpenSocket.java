package com.openagents.sync.gateway;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.gateway.Outbound.Control;
import com.openagents.sync.gateway.websocket.CloseStatus;
import com.openagents.sync.gateway.websocket.Connection;
import com.openagents.sync.gateway.websocket.Listener;
import com.openagents.sync.platform.access.Caller;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection with all that belongs to it. */
final class OpenSocket implements Listener {

  static final CloseStatus TOO_SLOW = new CloseStatus(4408, "too slow: connect again from your cursor");
  static final CloseStatus SILENT = new CloseStatus(4408, "no sign of life: connect again from your cursor");

  private static final Logger log = LoggerFactory.getLogger(OpenSocket.class);

  private final SyncSockets all;
  private final SyncSocket.Parts parts;
  private final Connection connection;
  private final Pulse pulse;
  private final SocketWriter writer;
  private final SyncSocket socket;
  private volatile boolean closeSent;
  private volatile boolean closeReceived;

  OpenSocket(
    SyncSockets all,
    SyncSocket.Parts parts,
    Connection connection,
    Caller caller,
    WriterThread thread
  ) {
    this.all = all;
    this.parts = parts;
    this.connection = connection;
    this.pulse = new Pulse(parts.settings(), System::nanoTime);
    this.writer = new SocketWriter(
      connection,
      pulse,
      parts.settings().outboundQueueBytesMax(),
      thread,
      this::closeSent
    );
    this.socket = new SyncSocket(parts, caller, writer.queue());
  }

  int subscriptionCount() {
    return socket.subscriptionCount();
  }

  int queuedBytes() {
    return writer.queue().bytes();
  }

  @Override
  public void seen() {
    pulse.seen();
  }

  @Override
  public void text(String text) throws InterruptedException {
    socket.receive(text);
  }

  @Override
  public void binary() throws InterruptedException {
    socket.receiveBinary();
  }

  @Override
  public void ping(byte[] payload) {
    writer.queue().control(Control.pong(payload));
  }

  @Override
  public void closed(CloseStatus status) {
    closeReceived = true;
    socket.finish(status, List.of());
    endIfBothClosed();
  }

  @Override
  public void violated(CloseStatus status) {
    socket.end(status);
  }

  @Override
  public void gone() {
    socket.gone();
    all.gone(this);
  }

  /** The server closes it, after these last words. */
  void finish(CloseStatus status, List<Outbound.Frame> lastWords) {
    socket.finish(status, lastWords);
  }

  /** Looks after its token and its signs of life. */
  void look(Instant now) {
    socket.closeIfExpired(now);
    switch (pulse.verdict()) {
      case WELL -> {
      }
      case PING_DUE -> writer.queue().control(Control.PING);
      case SILENT -> finish(SILENT, List.of(parts.frames().error(noSignOfLife(), null)));
      case STALLED -> cut();
      case OVER -> connection.terminate();
    }
  }

  /** All that it holds is let go at once; if it reads again soon it can hear why. */
  private void cut() {
    log.info("A socket is cut: {}", TOO_SLOW.reason());
    socket.gone();
    writer.queue().cut(TOO_SLOW);
    part();
  }

  private void closeSent() {
    closeSent = true;
    part();
    endIfBothClosed();
  }

  /** From now on it is only waited for the peer to close as well. */
  private void part() {
    pulse.parting();
    all.parting(this);
  }

  private void endIfBothClosed() {
    if (closeSent && closeReceived) {
      connection.terminate();
    }
  }

  private static Rejected noSignOfLife() {
    return new Rejected(RejectionCode.TOO_SLOW, "You gave no sign of life. Connect again from your cursor.");
  }
}
