package com.openagents.sync.gateway.websocket;

/**
 * Hears of a connection, of one thing after another; the end may be heard beside another. While it takes its time, nothing
 * more is read from the peer.
 */
public interface Listener {
  /** Any bytes from the peer. */
  void seen();

  void text(String text) throws InterruptedException;

  void binary() throws InterruptedException;

  void ping(byte[] payload);

  /** The peer closes; nothing more is read from it. */
  void closed(CloseStatus status);

  /** The peer did something that ends the connection; nothing more is read from it. */
  void violated(CloseStatus status);

  /** The connection is gone. Once. */
  void gone();
}
