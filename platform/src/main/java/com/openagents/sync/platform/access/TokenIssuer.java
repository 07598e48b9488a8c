package com.openagents.sync.platform.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whose tokens are trusted here. */
enum TokenIssuer {
  /** The one that {@code spring.security.oauth2.resourceserver.jwt.*} names. */
  CONFIGURED,
  /** The local one: {@code agentsync.dev-issuer.key-file} names its key, and only this machine can call. */
  LOCAL,
  NONE;

  private static final String KEY_FILE = "agentsync.dev-issuer.key-file";
  private static final String CONFIGURED_PREFIX = "spring.security.oauth2.resourceserver.jwt.";

  static TokenIssuer of(Environment environment) {
    if (
      Stream.of("issuer-uri", "jwk-set-uri", "public-key-location").anyMatch(name ->
        environment.containsProperty(CONFIGURED_PREFIX + name)
      )
    ) {
      return CONFIGURED;
    }
    return environment.containsProperty(KEY_FILE) &&
      isLoopback(environment.getProperty("server.address", "0.0.0.0"))
      ? LOCAL
      : NONE;
  }

  private static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException unknown) {
      return false;
    }
  }

  static final class IsLocal implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return of(context.getEnvironment()) == LOCAL;
    }
  }

  static final class IsNone implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return of(context.getEnvironment()) == NONE;
    }
  }
}
