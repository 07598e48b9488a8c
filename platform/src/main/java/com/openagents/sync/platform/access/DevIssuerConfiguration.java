package com.openagents.sync.platform.access;

import com.nimbusds.jose.JOSEException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * The local issuer, for work on one machine: on when {@code agentsync.dev-issuer.key-file} names its key and the app
 * listens on a loopback address only. Elsewhere tokens come from a real issuer, named by
 * {@code spring.security.oauth2.resourceserver.jwt.*}, and the local one neither issues nor is trusted.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("agentsync.dev-issuer.key-file")
class DevIssuerConfiguration {

  private static final Logger log = LoggerFactory.getLogger(DevIssuerConfiguration.class);

  @Bean
  Optional<DevKey> devKey(
    @Value("${agentsync.dev-issuer.key-file}") Path keyFile,
    @Value("${server.address:0.0.0.0}") String address
  ) throws UnknownHostException {
    if (InetAddress.getByName(address).isLoopbackAddress()) {
      return Optional.of(DevKey.loadOrCreate(keyFile));
    }
    log.warn("The local token issuer is off: {} is not a loopback address.", address);
    return Optional.empty();
  }

  @Bean
  JwtDecoder devDecoder(Optional<DevKey> devKey) throws JOSEException {
    if (devKey.isEmpty()) {
      return _ -> {
        throw new BadJwtException("No issuer is trusted on this address; configure one.");
      };
    }
    return NimbusJwtDecoder.withPublicKey(devKey.get().key().toRSAPublicKey()).build();
  }
}
