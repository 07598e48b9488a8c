package com.openagents.sync.platform.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Signed heads outside the database, a line of JSON each, in the order of their events. Only ever appended to. */
public record HeadFile(Path path) {
  /** One process may run several nodes; others are kept away by a lock on the file. */
  private static final Object ONE_AT_A_TIME = new Object();

  private static final int LINE_BYTES_MAX = 4_096;

  /**
   * What the file holds.
   *
   * @param unreadable numbers of lines that are no signed heads
   */
  public record Content(List<SignedHead> heads, List<Integer> unreadable) {}

  /** Everything; nothing if there is no such file. A last line without its end is just being written, or never was. */
  public Content read() {
    List<SignedHead> heads = new ArrayList<>();
    List<Integer> unreadable = new ArrayList<>();
    try {
      String text = Files.exists(path) ? Files.readString(path) : "";
      int number = 0;
      for (String line : text
        .substring(0, text.lastIndexOf('\n') + 1)
        .lines()
        .toList()) {
        number++;
        try {
          heads.add(SignedHead.parse(line));
        } catch (IllegalArgumentException notOne) {
          unreadable.add(number);
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("Can't read " + path, failure);
    }
    return new Content(heads, unreadable);
  }

  /**
   * The head that reaches furthest.
   *
   * @throws IllegalArgumentException if the last line is no signed head
   */
  public Optional<SignedHead> last() throws IOException {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      return last(file);
    }
  }

  /** Adds those that reach further than the last one. They are durable when it returns. */
  public void append(List<SignedHead> heads) throws IOException {
    Files.createDirectories(path.toAbsolutePath().getParent());
    synchronized (ONE_AT_A_TIME) {
      try (
        FileChannel file = FileChannel.open(
          path,
          StandardOpenOption.CREATE,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE
        );
        var _ = file.lock()
      ) {
        long last = last(file).map(SignedHead::globalIndex).orElse(0L);
        StringBuilder lines = new StringBuilder();
        heads
          .stream()
          .filter(head -> head.globalIndex() > last)
          .forEach(head -> lines.append(head.json()).append('\n'));
        write(file, StandardCharsets.UTF_8.encode(lines.toString()));
      }
    }
  }

  private static void write(FileChannel file, ByteBuffer bytes) throws IOException {
    // What a crash left of a line is no part of the next one.
    long end = tail(file).end();
    file.truncate(end);
    while (bytes.hasRemaining()) {
      end += file.write(bytes, end);
    }
    file.force(true);
  }

  private static Optional<SignedHead> last(FileChannel file) throws IOException {
    String line = tail(file).lastLine();
    return line.isEmpty() ? Optional.empty() : Optional.of(SignedHead.parse(line));
  }

  /** @param end of the last whole line */
  private record Tail(String lastLine, long end) {}

  private static Tail tail(FileChannel file) throws IOException {
    long size = file.size();
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(2 * LINE_BYTES_MAX, size));
    long start = size - bytes.capacity();
    while (bytes.hasRemaining() && file.read(bytes, start + bytes.position()) > 0) {
      // Until all of it is there.
    }
    String text = StandardCharsets.ISO_8859_1.decode(bytes.flip()).toString();
    int end = text.lastIndexOf('\n') + 1;
    int begin = text.lastIndexOf('\n', end - 2) + 1;
    return new Tail(end == 0 ? "" : text.substring(begin, end - 1), start + end);
  }
}
