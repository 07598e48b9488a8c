package com.openagents.sync.platform.access;

import com.openagents.sync.api.audit.ActorKind;
import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/**
 * The principal behind a call or a socket, as its token names it.
 *
 * @param subject the person, agent or service
 * @param kind which of them
 * @param orgs the orgs that the token says it belongs to
 * @param token the token itself, to call another part on the caller's behalf
 */
public record Caller(String subject, ActorKind kind, Set<UUID> orgs, Instant expiresAt, String token) {
  /** Name of the token's claim with the ids of the caller's orgs. */
  public static final String ORGS_CLAIM = "orgs";

  /** Name of the token's claim with the caller's {@link ActorKind}; a person if it is missing. */
  public static final String KIND_CLAIM = "actor_kind";

  /** Begins the subjects that the engine acts as by itself. No token may, or the audit would name the wrong one. */
  public static final String ENGINE_PREFIX = "agentsync:";

  /** Key under which a command's metadata hold its caller; never stored. */
  public static final String METADATA_KEY = "caller";

  /** The principal of the call that this thread serves. */
  public static Caller current() {
    if (
      SecurityContextHolder.getContext().getAuthentication() instanceof JwtAuthenticationToken authentication
    ) {
      return of(authentication.getToken());
    }
    throw new Rejected(RejectionCode.UNAUTHENTICATED, "Send a token in the Authorization header.");
  }

  /** @throws Rejected with {@code unauthenticated} if the token lacks what a caller needs */
  public static Caller of(Jwt token) {
    return token instanceof VerifiedToken verified ? verified.caller() : read(token);
  }

  static Caller read(Jwt token) {
    List<String> orgs = token.getClaimAsStringList(ORGS_CLAIM);
    Instant expiresAt = token.getExpiresAt();
    if (token.getSubject() == null || expiresAt == null) {
      throw new Rejected(RejectionCode.UNAUTHENTICATED, "The token needs a subject and an expiry.");
    }
    if (token.getSubject().startsWith(ENGINE_PREFIX)) {
      throw new Rejected(
        RejectionCode.UNAUTHENTICATED,
        "Subjects that begin with '" + ENGINE_PREFIX + "' are the engine's own."
      );
    }
    return new Caller(
      token.getSubject(),
      kind(token),
      orgs == null ? Set.of() : uuids(orgs),
      expiresAt,
      token.getTokenValue()
    );
  }

  private static ActorKind kind(Jwt token) {
    Object claimed = token.getClaims().get(KIND_CLAIM);
    if (claimed == null) {
      return ActorKind.PERSON;
    }
    return ActorKind.named(claimed.toString()).orElseThrow(() ->
      new Rejected(
        RejectionCode.UNAUTHENTICATED,
        "The token's claim '" + KIND_CLAIM + "' must be person, agent or service."
      )
    );
  }

  private static Set<UUID> uuids(List<String> orgs) {
    try {
      return orgs.stream().map(UUID::fromString).collect(Collectors.toUnmodifiableSet());
    } catch (IllegalArgumentException notAUuid) {
      throw new Rejected(RejectionCode.UNAUTHENTICATED, "The token's claim 'orgs' must hold UUIDs.");
    }
  }
}
