package com.openagents.sync.query.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.openagents.sync.platform.access.Caller;
import com.openagents.sync.platform.testing.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Signs tokens with the key of the apps' local issuer. */
public final class TestIssuer {

  private static final Duration TOKEN_LIVES = Duration.ofHours(1);

  /** To sign one takes longer than most calls. */
  private final Map<List<Object>, String> tokens = new ConcurrentHashMap<>();

  public String token(String subject, UUID... orgs) {
    return tokens.computeIfAbsent(List.of(subject, List.of(orgs)), _ ->
      token(subject, Instant.now().plus(TOKEN_LIVES), orgs)
    );
  }

  public String token(String subject, Instant expiresAt, UUID... orgs) {
    try {
      RSAKey key = RSAKey.parse(Files.readString(TestKeys.ISSUER));
      SignedJWT token = new SignedJWT(
        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
        new JWTClaimsSet.Builder()
          .subject(subject)
          .claim(Caller.ORGS_CLAIM, Stream.of(orgs).map(UUID::toString).toList())
          .expirationTime(Date.from(expiresAt))
          .build()
      );
      token.sign(new RSASSASigner(key));
      return token.serialize();
    } catch (IOException | ParseException | JOSEException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
