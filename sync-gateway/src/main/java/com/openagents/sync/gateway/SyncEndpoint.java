package com.openagents.sync.gateway;

import java.util.List;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

/** Where the socket is. Any origin may connect: a token says who one is, and browsers send no token by themselves. */
@Configuration(proxyBeanMethods = false)
@EnableWebSocket
class SyncEndpoint implements WebSocketConfigurer {

  private final SyncSocketHandler handler;
  private final Handshake handshake;

  SyncEndpoint(SyncSocketHandler handler, Handshake handshake) {
    this.handler = handler;
    this.handshake = handshake;
  }

  @Override
  public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
    PlainHandshake upgrade = new PlainHandshake();
    upgrade.setSupportedProtocols(Handshake.PROTOCOL);
    registry
      .addHandler(handler, "/sync")
      .setHandshakeHandler(upgrade)
      .addInterceptors(handshake)
      .setAllowedOriginPatterns("*");
  }

  /** Without compression: a compressor per socket costs more memory than all else an idle socket holds. */
  private static final class PlainHandshake extends DefaultHandshakeHandler {

    @Override
    protected List<WebSocketExtension> filterRequestedExtensions(
      ServerHttpRequest request,
      List<WebSocketExtension> requested,
      List<WebSocketExtension> supported
    ) {
      return List.of();
    }
  }
}
