package com.openagents.sync.platform.access;

import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.JwtValidationException;

/** Tells an expired token from a wrong one; the framework does so only in its words. */
final class TokenExpiry {

  private TokenExpiry() {}

  static boolean isExpired(@Nullable Throwable failure) {
    return (
      failure instanceof JwtValidationException invalid &&
      invalid
        .getErrors()
        .stream()
        .anyMatch(error -> error.getDescription() != null && error.getDescription().contains("expired"))
    );
  }
}
