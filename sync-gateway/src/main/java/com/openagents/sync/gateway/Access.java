package com.openagents.sync.gateway;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.platform.access.Caller;
import com.openagents.sync.platform.access.ScopeAccess;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.stereotype.Component;

/** Who is behind a socket, and what they may follow. */
@Component
class Access {

  private final JwtDecoder tokens;
  private final ScopeAccess scopes;

  Access(JwtDecoder tokens, ScopeAccess scopes) {
    this.tokens = tokens;
    this.scopes = scopes;
  }

  /** @throws Rejected with {@code unauthenticated} */
  Caller caller(String token) {
    try {
      return Caller.of(tokens.decode(token));
    } catch (BadJwtException notValid) {
      throw new Rejected(RejectionCode.UNAUTHENTICATED, "The token is not valid here. Get a fresh one.");
    } catch (JwtException failure) {
      throw new Rejected(RejectionCode.UNAVAILABLE, "Tokens can't be checked now. Try again.");
    }
  }

  /** @throws Rejected with {@code scope_unknown} or {@code forbidden} */
  void require(Caller caller, Scope scope) {
    scopes.require(caller, scope);
  }
}
