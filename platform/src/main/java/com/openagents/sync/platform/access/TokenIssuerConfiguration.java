package com.openagents.sync.platform.access;

import com.nimbusds.jose.JOSEException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/** Trusts the local issuer, or nobody, where no real issuer is configured. */
@Configuration(proxyBeanMethods = false)
class TokenIssuerConfiguration {

  private static final Logger log = LoggerFactory.getLogger(TokenIssuerConfiguration.class);

  @Bean
  @Conditional(TokenIssuer.IsLocal.class)
  DevKey devKey(@Value("${agentsync.dev-issuer.key-file}") Path keyFile) {
    return DevKey.loadOrCreate(keyFile);
  }

  @Bean
  @Conditional(TokenIssuer.IsLocal.class)
  JwtDecoder localDecoder(DevKey key) throws JOSEException {
    return NimbusJwtDecoder.withPublicKey(key.key().toRSAPublicKey()).build();
  }

  @Bean
  @Conditional(TokenIssuer.IsNone.class)
  JwtDecoder refusingDecoder() {
    log.warn(
      "No token is trusted: the local issuer works on loopback addresses only, and no other one is configured" +
        " (spring.security.oauth2.resourceserver.jwt.issuer-uri)."
    );
    return _ -> {
      throw new BadJwtException("No issuer is trusted here");
    };
  }
}
