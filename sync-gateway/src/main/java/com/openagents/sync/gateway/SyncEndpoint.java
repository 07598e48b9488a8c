package com.openagents.sync.gateway;

import jakarta.servlet.ServletContext;
import jakarta.websocket.server.ServerContainer;
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
  private final GatewaySettings settings;
  private final ServletContext servletContext;

  SyncEndpoint(
    SyncSocketHandler handler,
    Handshake handshake,
    GatewaySettings settings,
    ServletContext servletContext
  ) {
    this.handler = handler;
    this.handshake = handshake;
    this.settings = settings;
    this.servletContext = servletContext;
  }

  @Override
  public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
    limitBuffers();
    PlainHandshake upgrade = new PlainHandshake();
    upgrade.setSupportedProtocols(Handshake.PROTOCOL);
    registry
      .addHandler(handler, "/sync")
      .setHandshakeHandler(upgrade)
      .addInterceptors(handshake)
      .setAllowedOriginPatterns("*");
  }

  /** Frames from clients are small; the container's own buffers would cost an idle socket more than all else. */
  private void limitBuffers() {
    Object container = servletContext.getAttribute(ServerContainer.class.getName());
    if (container instanceof ServerContainer sockets) {
      sockets.setDefaultMaxTextMessageBufferSize(settings.inboundPieceBytesMax());
      sockets.setDefaultMaxBinaryMessageBufferSize(settings.inboundPieceBytesMax());
    }
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
