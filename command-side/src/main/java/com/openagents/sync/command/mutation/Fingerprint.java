package com.openagents.sync.command.mutation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells whether two requests with one {@code Idempotency-Key} are the same one: caller, call and body. */
final class Fingerprint {

  private Fingerprint() {}

  static String of(Mutation mutation, byte[] body) {
    MessageDigest digest = sha256();
    digest.update(mutation.caller().subject().getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    digest.update(mutation.call().getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    return HexFormat.of().formatHex(digest.digest(body));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every JDK has SHA-256", impossible);
    }
  }
}
