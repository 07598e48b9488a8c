package com.openagents.sync.gateway;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.gateway.websocket.Upgrade;
import com.openagents.sync.platform.access.Caller;
import com.openagents.sync.platform.problem.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.stereotype.Component;
import org.springframework.web.HttpRequestHandler;

/**
 * Lets callers with a token in, by the protocol {@code agentsync.v1}. Who offers no subprotocol, or only the one that
 * carries the token, gets the same without a name; who offers only others is refused, since a connection that both
 * sides read differently would fail later and harder to see.
 */
@Component
class Handshake implements HttpRequestHandler {

  private static final String PROTOCOL = "agentsync.v1";
  private static final String TOKEN_PROTOCOL_PREFIX = "bearer.";

  private final Problems problems;
  private final Tail tail;
  private final SyncSockets sockets;
  private final GatewaySettings settings;

  Handshake(Problems problems, Tail tail, SyncSockets sockets, GatewaySettings settings) {
    this.problems = problems;
    this.tail = tail;
    this.sockets = sockets;
    this.settings = settings;
  }

  @Override
  public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
    try {
      requireUpgrade(request, response);
      String protocol = protocol(Upgrade.protocols(request));
      Caller caller = caller(request);
      requireSight();
      Upgrade.accept(request, response, protocol, settings.inboundFrameBytesMax(), connection ->
        sockets.open(connection, caller)
      );
    } catch (Rejected rejected) {
      problems.write(request, response, rejected);
    }
  }

  private static void requireUpgrade(HttpServletRequest request, HttpServletResponse response) {
    if (!HttpMethod.GET.matches(request.getMethod())) {
      throw new Rejected(RejectionCode.METHOD_NOT_ALLOWED, "/sync takes GET with an upgrade to WebSocket.");
    }
    Upgrade.flaw(request).ifPresent(header -> {
      response.setHeader(Upgrade.VERSION_HEADER, Upgrade.VERSION);
      throw Rejected.field(
        RejectionCode.INVALID_VALUE,
        header,
        "/sync is a WebSocket: connect with 'Upgrade: websocket', version " + Upgrade.VERSION + "."
      );
    });
  }

  private static @Nullable String protocol(List<String> offered) {
    if (offered.contains(PROTOCOL)) {
      return PROTOCOL;
    }
    if (!offered.isEmpty() && offered.stream().noneMatch(offer -> offer.startsWith(TOKEN_PROTOCOL_PREFIX))) {
      throw Rejected.field(
        RejectionCode.INVALID_VALUE,
        Upgrade.PROTOCOLS_HEADER,
        "The subprotocol here is " + PROTOCOL + "."
      );
    }
    return null;
  }

  private void requireSight() {
    if (tail.blindFor().compareTo(settings.blindAtMost()) > 0) {
      throw new Rejected(
        RejectionCode.UNAVAILABLE,
        "The log can't be read here now. Connect again in a moment, to another node if there is one."
      );
    }
  }

  private static Caller caller(HttpServletRequest request) {
    if (request.getUserPrincipal() instanceof JwtAuthenticationToken authentication) {
      return Caller.of(authentication.getToken());
    }
    throw new Rejected(RejectionCode.UNAUTHENTICATED, "Send a token.");
  }
}
