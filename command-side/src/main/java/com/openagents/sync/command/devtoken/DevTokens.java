package com.openagents.sync.command.devtoken;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.openagents.sync.api.audit.ActorKind;
import com.openagents.sync.platform.access.Caller;
import com.openagents.sync.platform.access.DevKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Issues tokens that are signed by the local issuer's key. */
final class DevTokens {

  private final DevKey key;
  private final Clock clock;
  private final Duration lifetime;

  DevTokens(DevKey key, Clock clock, Duration lifetime) {
    this.key = key;
    this.clock = clock;
    this.lifetime = lifetime;
  }

  record Issued(String token, Instant expiresAt) {}

  Issued issue(String subject, ActorKind kind, Optional<UUID> orgId) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant expiresAt = now.plus(lifetime);
    JWTClaimsSet claims = new JWTClaimsSet.Builder()
      .subject(subject)
      .issueTime(Date.from(now))
      .expirationTime(Date.from(expiresAt))
      .claim(Caller.KIND_CLAIM, kind.wireName())
      .claim(Caller.ORGS_CLAIM, orgId.map(id -> List.of(id.toString())).orElse(List.of()))
      .build();
    SignedJWT token = new SignedJWT(
      new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.key().getKeyID()).build(),
      claims
    );
    try {
      token.sign(new RSASSASigner(key.key()));
    } catch (JOSEException failure) {
      throw new IllegalStateException("The local issuer's key can't sign", failure);
    }
    return new Issued(token.serialize(), expiresAt);
  }
}
