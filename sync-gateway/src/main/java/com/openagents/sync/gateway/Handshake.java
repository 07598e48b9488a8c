package com.openagents.sync.gateway;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.platform.access.Caller;
import com.openagents.sync.platform.problem.Problems;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.server.HandshakeInterceptor;

/**
 * Lets callers with a token in, by the protocol {@code agentsync.v1}. Who offers no subprotocol, or only the one that
 * carries the token, gets the same without a name; who offers only others is refused, since a connection that both
 * sides read differently would fail later and harder to see.
 */
@Component
class Handshake implements HandshakeInterceptor {

  static final String PROTOCOL = "agentsync.v1";
  static final String CALLER = "sync.caller";

  private static final String TOKEN_PROTOCOL_PREFIX = "bearer.";

  private final Problems problems;
  private final Tail tail;
  private final GatewaySettings settings;

  Handshake(Problems problems, Tail tail, GatewaySettings settings) {
    this.problems = problems;
    this.tail = tail;
    this.settings = settings;
  }

  @Override
  public boolean beforeHandshake(
    ServerHttpRequest request,
    ServerHttpResponse response,
    WebSocketHandler handler,
    Map<String, Object> attributes
  ) throws IOException {
    try {
      requireUpgrade(request);
      requireKnownProtocol(new WebSocketHttpHeaders(request.getHeaders()).getSecWebSocketProtocol());
      attributes.put(CALLER, caller(request));
      requireSight();
      return true;
    } catch (Rejected rejected) {
      problems.write(
        ((ServletServerHttpRequest) request).getServletRequest(),
        ((ServletServerHttpResponse) response).getServletResponse(),
        rejected
      );
      return false;
    }
  }

  @Override
  public void afterHandshake(
    ServerHttpRequest request,
    ServerHttpResponse response,
    WebSocketHandler handler,
    @Nullable Exception failure
  ) {}

  private static void requireUpgrade(ServerHttpRequest request) {
    if (!HttpMethod.GET.equals(request.getMethod())) {
      throw new Rejected(RejectionCode.METHOD_NOT_ALLOWED, "/sync takes GET with an upgrade to WebSocket.");
    }
    if (!"websocket".equalsIgnoreCase(request.getHeaders().getUpgrade())) {
      throw Rejected.field(
        RejectionCode.INVALID_VALUE,
        "Upgrade",
        "/sync is a WebSocket: connect with 'Upgrade: websocket'."
      );
    }
  }

  private static void requireKnownProtocol(List<String> offered) {
    boolean known =
      offered.isEmpty() ||
      offered
        .stream()
        .anyMatch(protocol -> protocol.equals(PROTOCOL) || protocol.startsWith(TOKEN_PROTOCOL_PREFIX));
    if (!known) {
      throw Rejected.field(
        RejectionCode.INVALID_VALUE,
        "Sec-WebSocket-Protocol",
        "The subprotocol here is " + PROTOCOL + "."
      );
    }
  }

  private void requireSight() {
    if (tail.blindFor().compareTo(settings.blindAtMost()) > 0) {
      throw new Rejected(
        RejectionCode.UNAVAILABLE,
        "The log can't be read here now. Connect again in a moment, to another node if there is one."
      );
    }
  }

  private static Caller caller(ServerHttpRequest request) {
    if (request.getPrincipal() instanceof JwtAuthenticationToken authentication) {
      return Caller.of(authentication.getToken());
    }
    throw new Rejected(RejectionCode.UNAUTHENTICATED, "Send a token.");
  }
}
