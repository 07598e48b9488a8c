package com.openagents.sync.gateway.websocket;

/** Why a connection is closed. */
public record CloseStatus(int code, String reason) {
  public static final CloseStatus NORMAL = new CloseStatus(1000, "");
  public static final CloseStatus GOING_AWAY = new CloseStatus(1001, "");
  public static final CloseStatus PROTOCOL_ERROR = new CloseStatus(1002, "");
  public static final CloseStatus NOT_UTF_8 = new CloseStatus(1007, "");
  public static final CloseStatus TOO_LARGE = new CloseStatus(1009, "");
  public static final CloseStatus SERVER_ERROR = new CloseStatus(1011, "");
}
