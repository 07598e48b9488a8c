package com.openagents.sync.platform.evidence;

import com.openagents.sync.platform.json.WireTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a signer testifies: at this time the chain up to this event had this hash.
 *
 * @param signedAt in whole microseconds
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares or changes them
public record SignedHead(long globalIndex, byte[] hash, Instant signedAt, String keyId, byte[] signature) {
  private static final String FORMAT = "agentsync.head.v1";
  private static final int SIZE_BYTES = 160;

  /** What is signed. */
  static byte[] message(long globalIndex, byte[] hash, Instant signedAt, String keyId) {
    return new Fields(Chain.HEAD, FORMAT, SIZE_BYTES)
      .add(globalIndex)
      .add(hash)
      .add(signedAt)
      .add(keyId)
      .toBytes();
  }

  byte[] message() {
    return message(globalIndex, hash, signedAt, keyId);
  }

  public boolean saysSameAs(SignedHead other) {
    return (
      globalIndex == other.globalIndex &&
      Arrays.equals(hash, other.hash) &&
      signedAt.equals(other.signedAt) &&
      keyId.equals(other.keyId) &&
      Arrays.equals(signature, other.signature)
    );
  }

  public ObjectNode json() {
    return JsonMapper.shared()
      .createObjectNode()
      .put("globalIndex", globalIndex)
      .put("hash", HexFormat.of().formatHex(hash))
      .put("signedAt", WireTime.text(signedAt))
      .put("keyId", keyId)
      .put("signature", Base64.getEncoder().encodeToString(signature));
  }

  /** @throws IllegalArgumentException if the line is no signed head */
  static SignedHead parse(String line) {
    try {
      JsonNode json = JsonMapper.shared().readTree(line);
      return new SignedHead(
        json.required("globalIndex").longValue(),
        HexFormat.of().parseHex(json.required("hash").stringValue()),
        Instant.parse(json.required("signedAt").stringValue()),
        json.required("keyId").stringValue(),
        Base64.getDecoder().decode(json.required("signature").stringValue())
      );
    } catch (JacksonException | java.time.DateTimeException failure) {
      throw new IllegalArgumentException("No signed head: " + line, failure);
    }
  }
}
