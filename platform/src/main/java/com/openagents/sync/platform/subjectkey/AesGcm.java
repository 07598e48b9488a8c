package com.openagents.sync.platform.subjectkey;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** AES-256 in GCM: a random nonce, then what is sealed, then its tag. */
final class AesGcm {

  static final String ALGORITHM = "AES";
  static final int KEY_BYTES = 32;

  private static final String TRANSFORMATION = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** To find a provider costs more than to open a short text. Each has one user at a time. */
  private static final Queue<Cipher> IDLE = new ConcurrentLinkedQueue<>();

  private AesGcm() {}

  static byte[] randomKey() {
    byte[] key = new byte[KEY_BYTES];
    RANDOM.nextBytes(key);
    return key;
  }

  /** @param context what it belongs to: it can be opened there only */
  static byte[] seal(SecretKey key, byte[] plain, byte[] context) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, context);
      byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + cipher.getOutputSize(plain.length));
      cipher.doFinal(plain, 0, plain.length, sealed, NONCE_BYTES);
      IDLE.add(cipher);
      return sealed;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Every JDK has AES in GCM", impossible);
    }
  }

  /** @throws AEADBadTagException if the key is another one, the context is, or something was changed */
  static byte[] open(SecretKey key, byte[] sealed, byte[] context) throws AEADBadTagException {
    if (sealed.length < NONCE_BYTES) {
      throw new AEADBadTagException("too short");
    }
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(sealed, NONCE_BYTES), context);
      byte[] plain = cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
      IDLE.add(cipher);
      return plain;
    } catch (AEADBadTagException notOurs) {
      throw notOurs;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Every JDK has AES in GCM", impossible);
    }
  }

  private static Cipher cipher(int mode, SecretKey key, byte[] nonce, byte[] context)
    throws GeneralSecurityException {
    Cipher idle = IDLE.poll();
    Cipher cipher = idle == null ? Cipher.getInstance(TRANSFORMATION) : idle;
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(context);
    return cipher;
  }
}
