package com.openagents.sync.platform.access;

import java.io.Serial;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;

/** A token that is shown again and again, with what is read from it once. */
final class VerifiedToken extends Jwt {

  @Serial
  private static final long serialVersionUID = 1;

  private transient volatile @Nullable Caller caller;

  VerifiedToken(Jwt token) {
    super(
      token.getTokenValue(),
      token.getIssuedAt(),
      token.getExpiresAt(),
      token.getHeaders(),
      token.getClaims()
    );
  }

  /** @throws com.openagents.sync.api.rejection.Rejected as {@link Caller#of} does, each time */
  Caller caller() {
    Caller known = caller;
    if (known == null) {
      known = Caller.read(this);
      caller = known;
    }
    return known;
  }
}
