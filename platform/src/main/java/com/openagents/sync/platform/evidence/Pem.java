package com.openagents.sync.platform.evidence;

import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** Blocks of a PEM file. */
final class Pem {

  static final String PRIVATE_KEY = "PRIVATE KEY";
  static final String PUBLIC_KEY = "PUBLIC KEY";

  private static final int CHARACTERS_PER_LINE = 64;
  private static final Base64.Encoder ENCODER = Base64.getMimeEncoder(CHARACTERS_PER_LINE, new byte[] {
    '\n',
  });

  private Pem() {}

  static String block(String label, byte[] content) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(
      label,
      ENCODER.encodeToString(content),
      label
    );
  }

  /** @throws IllegalArgumentException if one of them is damaged */
  static List<byte[]> blocks(String label, String text) {
    return Pattern.compile("-----BEGIN " + label + "-----(.*?)-----END " + label + "-----", Pattern.DOTALL)
      .matcher(text)
      .results()
      .map(block -> Base64.getDecoder().decode(block.group(1).replaceAll("\\s", "")))
      .toList();
  }
}
