package com.openagents.sync.platform.subjectkey;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Wraps the keys of subjects, so that the database alone opens nothing. */
final class MasterKey {

  private static final String MAC = "HmacSHA256";
  private static final byte[] CHECKED = "agentsync master key".getBytes(StandardCharsets.UTF_8);

  private final byte[] secret;

  MasterKey(byte[] secret) {
    this.secret = secret.clone();
  }

  byte[] wrap(SubjectKey key) {
    return AesGcm.seal(wrapping(), key.secret().getEncoded(), context(key.id(), key.owner()));
  }

  /** @throws MasterKeyUnusable if another one wrapped it */
  SubjectKey unwrap(UUID id, SubjectKey.Owner owner, byte[] wrapped) {
    try {
      byte[] key = AesGcm.open(wrapping(), wrapped, context(id, owner));
      return new SubjectKey(id, owner, new SecretKeySpec(key, AesGcm.ALGORITHM));
    } catch (AEADBadTagException anotherWrappedIt) {
      throw new MasterKeyUnusable("The master key does not open the key " + id + ".", anotherWrappedIt);
    }
  }

  /** Tells whether a master key is the same, and nothing else about it. */
  byte[] check() {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(secret, MAC));
      return mac.doFinal(CHECKED);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Every JDK has " + MAC, impossible);
    }
  }

  private SecretKey wrapping() {
    return new SecretKeySpec(secret, AesGcm.ALGORITHM);
  }

  private static byte[] context(UUID id, SubjectKey.Owner owner) {
    return (id + " " + owner.orgId() + " " + owner.subject()).getBytes(StandardCharsets.UTF_8);
  }
}
