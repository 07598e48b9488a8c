package com.openagents.sync.gateway;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Puts a frame together from the pieces in which it comes, within a bound. */
final class InboundText {

  private final int bytesMax;
  private StringBuilder pieces = new StringBuilder();

  InboundText(int bytesMax) {
    this.bytesMax = bytesMax;
  }

  /**
   * @return the whole frame once its last piece is there
   * @throws Rejected with {@code payload_too_large}
   */
  Optional<String> add(String piece, boolean last) {
    pieces.append(piece);
    if (isTooLarge()) {
      throw new Rejected(RejectionCode.PAYLOAD_TOO_LARGE, "A frame holds at most " + bytesMax + " bytes.");
    }
    if (!last) {
      return Optional.empty();
    }
    String text = pieces.toString();
    pieces = new StringBuilder();
    return Optional.of(text);
  }

  private boolean isTooLarge() {
    // Each char is one to three bytes: most frames need no count.
    return (
      pieces.length() > bytesMax ||
      (pieces.length() > bytesMax / 3 && pieces.toString().getBytes(StandardCharsets.UTF_8).length > bytesMax)
    );
  }
}
