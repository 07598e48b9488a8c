package com.openagents.sync.query.sync.bootstrap;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Bytes in memory, up to a bound, in pieces that are never copied. */
final class BoundedBytes extends OutputStream {

  private static final int PIECE_BYTES = 65_536;

  private final int bytesMax;
  private final List<byte[]> pieces = new ArrayList<>();
  private byte[] piece = new byte[0];
  private int used;
  private int length;

  BoundedBytes(int bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** Says that there is no more room. */
  static final class TooMany extends RuntimeException {

    private static final long serialVersionUID = 1L;
  }

  @Override
  public void write(int singleByte) {
    write(new byte[] { (byte) singleByte }, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) {
    Objects.checkFromIndexSize(offset, count, bytes.length);
    if (count > bytesMax - length) {
      throw new TooMany();
    }
    int done = 0;
    while (done < count) {
      if (used == piece.length) {
        piece = new byte[PIECE_BYTES];
        pieces.add(piece);
        used = 0;
      }
      int fitting = Math.min(count - done, piece.length - used);
      System.arraycopy(bytes, offset + done, piece, used, fitting);
      used += fitting;
      done += fitting;
    }
    length += count;
  }

  int length() {
    return length;
  }

  void writeTo(OutputStream stream) throws IOException {
    int left = length;
    for (byte[] whole : pieces) {
      int count = Math.min(left, whole.length);
      stream.write(whole, 0, count);
      left -= count;
    }
  }
}
