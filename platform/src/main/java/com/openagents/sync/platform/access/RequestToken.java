package com.openagents.sync.platform.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;

/**
 * Finds the token in the {@code Authorization} header or, since browsers can't set one for a WebSocket, in the offered
 * subprotocol {@code bearer.<token>}. Never in a URL, which ends up in logs.
 */
final class RequestToken implements BearerTokenResolver {

  private static final String SCHEME = "Bearer ";
  private static final String PROTOCOLS_HEADER = "Sec-WebSocket-Protocol";
  private static final String PROTOCOL_PREFIX = "bearer.";

  private final BearerTokenResolver header = new DefaultBearerTokenResolver();

  @Override
  public @Nullable String resolve(HttpServletRequest request) {
    String token = plain(request.getHeader(HttpHeaders.AUTHORIZATION));
    if (token == null) {
      token = header.resolve(request);
    }
    return token == null && isUpgrade(request) ? fromProtocols(request) : token;
  }

  /** As nearly all are sent. The framework's pattern takes longer than all else that a known token needs. */
  private static @Nullable String plain(@Nullable String authorization) {
    if (authorization == null || !authorization.startsWith(SCHEME)) {
      return null;
    }
    String token = authorization.substring(SCHEME.length());
    return !token.isEmpty() && Characters.allOf(token, RequestToken::isOfABareToken) ? token : null;
  }

  /** Base64 for URLs and the dots of a JWT; what else a token may hold, the framework knows. */
  private static boolean isOfABareToken(int character) {
    return (
      (character >= 'a' && character <= 'z') ||
      (character >= 'A' && character <= 'Z') ||
      (character >= '0' && character <= '9') ||
      character == '-' ||
      character == '_' ||
      character == '.'
    );
  }

  private static boolean isUpgrade(HttpServletRequest request) {
    return "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE));
  }

  private static @Nullable String fromProtocols(HttpServletRequest request) {
    return Collections.list(request.getHeaders(PROTOCOLS_HEADER))
      .stream()
      .flatMap(value -> Arrays.stream(value.split(",")))
      .map(String::strip)
      .filter(protocol -> protocol.startsWith(PROTOCOL_PREFIX))
      .map(protocol -> protocol.substring(PROTOCOL_PREFIX.length()))
      .findFirst()
      .orElse(null);
  }
}
