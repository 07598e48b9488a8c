package com.openagents.sync.gateway;

import com.openagents.sync.gateway.websocket.QuietProtocol;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/** Where the socket is. Any origin may connect: a token says who one is, and browsers send no token by themselves. */
@Configuration(proxyBeanMethods = false)
class SyncEndpoint {

  /** After controllers, before static files. */
  private static final int ORDER = 1;
  private static final Duration TIMEOUTS_EVERY = Duration.ofSeconds(5);

  @Bean
  HandlerMapping syncSocketMapping(Handshake handshake) {
    return new SimpleUrlHandlerMapping(Map.of("/sync", handshake), ORDER);
  }

  /** The container's buffers, and its looks at each socket, would cost an idle one more than all else. */
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> idleSocketsAreCheap(GatewaySettings settings) {
    return factory -> {
      factory.setProtocol(QuietProtocol.class.getName());
      factory.addConnectorCustomizers(connector -> {
        connector.setProperty("socket.appReadBufSize", Integer.toString(settings.connectionBufferBytes()));
        connector.setProperty("socket.appWriteBufSize", Integer.toString(settings.connectionBufferBytes()));
        // Not kept for later connections.
        connector.setProperty("socket.bufferPool", "0");
        connector.setProperty("socket.timeoutInterval", Long.toString(TIMEOUTS_EVERY.toMillis()));
      });
    };
  }
}
