package com.openagents.sync.query.audit;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Where the bytes of an export go; knows their digest. */
final class ExportSink {

  private static final int BUFFER_BYTES = 32_768;

  private final DigestOutputStream digesting;
  private final OutputStream buffered;

  ExportSink(OutputStream stream) {
    buffered = new BufferedOutputStream(stream, BUFFER_BYTES);
    digesting = new DigestOutputStream(buffered, sha256());
  }

  void write(byte[] bytes) {
    try {
      digesting.write(bytes, 0, bytes.length);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Of all that was written. */
  String digest() {
    return HexFormat.of().formatHex(digesting.getMessageDigest().digest());
  }

  void flush() {
    try {
      buffered.flush();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every JDK has SHA-256", impossible);
    }
  }
}
