package com.openagents.sync.command.mutation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Tells whether two requests with one {@code Idempotency-Key} are the same one: caller, call and body. Has two parts,
 * since the body may hold what somebody wrote: {@code <of caller and call>.<of all three>}. Once that is erased the
 * second part is empty.
 */
final class Fingerprint {

  private static final char BETWEEN = '.';

  private Fingerprint() {}

  static String of(Mutation mutation, byte[] body) {
    MessageDigest digest = sha256();
    digest.update(mutation.caller().subject().getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    digest.update(mutation.call().getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    String all = HexFormat.of().formatHex(digest.digest(body));
    return HexFormat.of().formatHex(digestOfCall(mutation)) + BETWEEN + all;
  }

  private static byte[] digestOfCall(Mutation mutation) {
    String call = mutation.caller().subject() + "\0" + mutation.call();
    return sha256().digest(call.getBytes(StandardCharsets.UTF_8));
  }

  /** @param first as it is known of the mutation's first request; before it had two parts, only the second */
  static boolean isSame(String first, String now) {
    return first.equals(now) || (isErased(first) ? now.startsWith(first) : now.endsWith(BETWEEN + first));
  }

  private static boolean isErased(String first) {
    return first.endsWith(String.valueOf(BETWEEN));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every JDK has SHA-256", impossible);
    }
  }
}
