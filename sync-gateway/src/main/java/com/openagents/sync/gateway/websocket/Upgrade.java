package com.openagents.sync.gateway.websocket;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The handshake's form. */
public final class Upgrade {

  public static final String PROTOCOLS_HEADER = "Sec-WebSocket-Protocol";
  public static final String VERSION_HEADER = "Sec-WebSocket-Version";
  public static final String VERSION = "13";

  private static final String KEY_HEADER = "Sec-WebSocket-Key";
  private static final String ACCEPT_HEADER = "Sec-WebSocket-Accept";
  private static final int KEY_BYTES = 16;
  private static final String KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private Upgrade() {}

  /** The header of a request that asks for no connection that can be had here; empty if it does. */
  public static Optional<String> flaw(HttpServletRequest request) {
    if (!values(request, "Upgrade").map(Upgrade::small).toList().contains("websocket")) {
      return Optional.of("Upgrade");
    }
    if (!values(request, "Connection").map(Upgrade::small).toList().contains("upgrade")) {
      return Optional.of("Connection");
    }
    if (!VERSION.equals(request.getHeader(VERSION_HEADER))) {
      return Optional.of(VERSION_HEADER);
    }
    return isKey(request.getHeader(KEY_HEADER)) ? Optional.empty() : Optional.of(KEY_HEADER);
  }

  /** The subprotocols that the client offers. */
  public static List<String> protocols(HttpServletRequest request) {
    return values(request, PROTOCOLS_HEADER).toList();
  }

  /**
   * Accepts a request without a flaw.
   *
   * @param protocol the subprotocol, if one was agreed
   * @param textBytesMax of one text from the client
   * @param whenOpen makes the one that hears of the connection
   */
  public static void accept(
    HttpServletRequest request,
    HttpServletResponse response,
    @Nullable String protocol,
    int textBytesMax,
    Function<Connection, Listener> whenOpen
  ) throws IOException {
    response.setHeader("Upgrade", "websocket");
    response.setHeader("Connection", "upgrade");
    response.setHeader(ACCEPT_HEADER, answer(request.getHeader(KEY_HEADER)));
    if (protocol != null) {
      response.setHeader(PROTOCOLS_HEADER, protocol);
    }
    try {
      request.upgrade(UpgradedSocket.class).begin(whenOpen, textBytesMax);
    } catch (ServletException failure) {
      throw new IOException(failure);
    }
  }

  private static Stream<String> values(HttpServletRequest request, String header) {
    return Collections.list(request.getHeaders(header))
      .stream()
      .flatMap(value -> Stream.of(value.split(",")))
      .map(String::strip)
      .filter(value -> !value.isEmpty());
  }

  private static String small(String value) {
    return value.toLowerCase(Locale.ROOT);
  }

  private static boolean isKey(@Nullable String key) {
    try {
      return key != null && Base64.getDecoder().decode(key.strip()).length == KEY_BYTES;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  private static String answer(String key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      return Base64.getEncoder().encodeToString(
        digest.digest((key.strip() + KEY_SUFFIX).getBytes(StandardCharsets.US_ASCII))
      );
    } catch (NoSuchAlgorithmException unknown) {
      throw new IllegalStateException(unknown);
    }
  }
}
