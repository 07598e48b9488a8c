package com.openagents.sync.platform.evidence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Signed heads outside the database, a line of JSON each. Only ever appended to. */
public record HeadFile(Path path) {
  /**
   * What the file holds.
   *
   * @param unreadable numbers of lines that are no signed heads
   */
  public record Content(List<SignedHead> heads, List<Integer> unreadable) {}

  /** Everything; nothing if there is no such file. A last line without its end was being written when it was read. */
  public Content read() throws IOException {
    List<SignedHead> heads = new java.util.ArrayList<>();
    List<Integer> unreadable = new java.util.ArrayList<>();
    if (!Files.exists(path)) {
      return new Content(heads, unreadable);
    }
    String text = Files.readString(path, StandardCharsets.UTF_8);
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
    return new Content(heads, unreadable);
  }

  /** The head that reaches furthest. */
  public Optional<SignedHead> furthest() throws IOException {
    return read()
      .heads()
      .stream()
      .reduce((one, other) -> other.globalIndex() >= one.globalIndex() ? other : one);
  }

  /** Durable when it returns. */
  public void append(List<SignedHead> heads) throws IOException {
    String lines = heads
      .stream()
      .map(head -> head.json() + "\n")
      .collect(Collectors.joining());
    Files.createDirectories(path.toAbsolutePath().getParent());
    try (
      FileChannel file = FileChannel.open(
        path,
        Stream.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE).collect(
          Collectors.toSet()
        )
      )
    ) {
      // What a crash left of a line is no part of the next one.
      long end = endOfLastLine(file);
      ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        end += file.write(bytes, end);
      }
      file.truncate(end);
      file.force(true);
    }
  }

  private static long endOfLastLine(FileChannel file) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    for (long position = file.size(); position > 0; position--) {
      file.read(one.clear(), position - 1);
      if (one.get(0) == '\n') {
        return position;
      }
    }
    return 0;
  }
}
