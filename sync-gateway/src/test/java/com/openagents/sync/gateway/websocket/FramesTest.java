package com.openagents.sync.gateway.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Frames by RFC 6455")
class FramesTest {

  private static final int TEXT_BYTES_MAX = 200_000;

  @Property(tries = 300)
  @Label("whatever is sent is read, however its bytes arrive")
  void arrivesWhole(
    @ForAll @Size(max = 5) List<String> texts,
    @ForAll @IntRange(min = 1, max = 40_000) int pieceBytes,
    @ForAll @IntRange(min = 1, max = 300) int fragmentBytes
  ) {
    List<String> sendable = texts
      .stream()
      .map(text -> new String(utf8(text), StandardCharsets.UTF_8))
      .toList();
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    for (String text : sendable) {
      sent.writeBytes(masked(text, fragmentBytes));
      sent.writeBytes(frame(Wire.FINAL | Wire.PING, utf8("between")));
    }
    Heard heard = new Heard();
    FrameReader reader = new FrameReader(TEXT_BYTES_MAX);
    byte[] bytes = sent.toByteArray();
    for (int at = 0; at < bytes.length; at += pieceBytes) {
      read(reader, Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + pieceBytes)), heard);
    }
    assertThat(heard.texts).isEqualTo(sendable);
    assertThat(heard.pings).hasSize(texts.size()).allMatch("between"::equals);
    assertThat(heard.ends).isEmpty();
  }

  @Property(tries = 100)
  @Label("a text leaves in pieces within the bound that make up the whole, the last one final")
  void leavesInPieces(@ForAll @IntRange(max = 70_000) int length) {
    byte[] utf8 = "x".repeat(length).getBytes(StandardCharsets.UTF_8);
    byte[] wire = Wire.text(utf8);
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    for (int at = 0; at < wire.length; ) {
      int bytes = Wire.pieceBytes(wire, at);
      assertThat(bytes).isLessThanOrEqualTo(Wire.PIECE_BYTES_MAX);
      boolean isLast = at + bytes == wire.length;
      assertThat(wire[at] & 0xFF).isEqualTo((isLast ? Wire.FINAL : 0) | (at == 0 ? Wire.TEXT : 0));
      int header = (wire[at + 1] & 0x7F) == Wire.LENGTH_OF_TWO_BYTES ? 4 : 2;
      payload.write(wire, at + header, bytes - header);
      at += bytes;
    }
    assertThat(payload.toByteArray()).isEqualTo(utf8);
  }

  @ParameterizedTest(name = "{2}: {0} ends with {1}")
  @CsvSource({
    "820000000000,     1002, not masked",
    "c18000000000,     1002, an extension's bit",
    "838000000000,     1002, a reserved opcode",
    "808000000000,     1002, goes on with nothing",
    "018000000000018000000000, 1002, a message amid another",
    "098000000000,     1002, a control frame in fragments",
    "89fe007e00000000, 1002, a long control frame",
    "81ffffffffffffffffff00000000, 1002, a negative length",
    "888100000000ff,   1002, half a close code",
    "88820000000003ec, 1002, a close code that nobody may send",
    "818200000000c328, 1007, no UTF-8",
    "8181ffffffff00,   1007, no UTF-8 behind its mask",
    "81ff000000000004000000000000, 1009, a text that is too large",
  })
  void violations(String hex, int code, String why) {
    Heard heard = new Heard();
    read(new FrameReader(TEXT_BYTES_MAX), HexFormat.of().parseHex(hex), heard);
    assertThat(heard.ends)
      .as(why)
      .containsExactly("violated " + code);
    assertThat(heard.texts).isEmpty();
  }

  @Test
  @DisplayName("a close is answered with its code, and nothing behind it is read")
  void close() {
    Heard heard = new Heard();
    FrameReader reader = new FrameReader(TEXT_BYTES_MAX);
    byte[] close = frame(Wire.FINAL | Wire.CLOSE, new byte[] { 0x0F, (byte) 0xA1, 'b', 'y', 'e' });
    read(
      reader,
      ByteBuffer.allocate(close.length + 7)
        .put(close)
        .put(masked("a", 1))
        .array(),
      heard
    );
    assertThat(heard.ends).containsExactly("closed 4001");
    assertThat(heard.texts).isEmpty();
    assertThat(Wire.close(new CloseStatus(4001, "é".repeat(100))))
      .hasSize(2 + 125)
      .startsWith(0x88, 125, 0x0F, 0xA1);
  }

  @Test
  @DisplayName("a binary message is told of at its end, whatever its size")
  void binary() {
    Heard heard = new Heard();
    FrameReader reader = new FrameReader(10);
    read(reader, frame(Wire.BINARY, new byte[70_000]), heard);
    assertThat(heard.binaries).isZero();
    read(reader, frame(Wire.FINAL, new byte[1]), heard);
    assertThat(heard.binaries).isEqualTo(1);
  }

  private static void read(FrameReader reader, byte[] bytes, Heard heard) {
    try {
      reader.read(ByteBuffer.wrap(bytes), heard);
    } catch (Violation violation) {
      heard.violated(violation.status());
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private static byte[] masked(String text, int fragmentBytes) {
    byte[] utf8 = utf8(text);
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    int at = 0;
    do {
      int end = Math.min(utf8.length, at + fragmentBytes);
      int first = (at == 0 ? Wire.TEXT : Wire.CONTINUATION) | (end == utf8.length ? Wire.FINAL : 0);
      frames.writeBytes(frame(first, Arrays.copyOfRange(utf8, at, end)));
      at = end;
    } while (at < utf8.length);
    return frames.toByteArray();
  }

  /** As clients write them. */
  private static byte[] frame(int first, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(14 + payload.length).put((byte) first);
    if (payload.length < 126) {
      frame.put((byte) (0x80 | payload.length));
    } else if (payload.length < 65_536) {
      frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
    } else {
      frame.put((byte) (0x80 | 127)).putLong(payload.length);
    }
    byte[] mask = { 1, (byte) 0xFE, 3, 40 };
    frame.put(mask);
    for (int at = 0; at < payload.length; at++) {
      frame.put((byte) (payload[at] ^ mask[at & 3]));
    }
    return Arrays.copyOf(frame.array(), frame.position());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static final class Heard implements Listener {

    private final List<String> texts = new ArrayList<>();
    private final List<String> pings = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();
    private int binaries;

    @Override
    public void seen() {}

    @Override
    public void text(String text) {
      texts.add(text);
    }

    @Override
    public void binary() {
      binaries++;
    }

    @Override
    public void ping(byte[] payload) {
      pings.add(new String(payload, StandardCharsets.UTF_8));
    }

    @Override
    public void closed(CloseStatus status) {
      ends.add("closed " + status.code());
    }

    @Override
    public void violated(CloseStatus status) {
      ends.add("violated " + status.code());
    }

    @Override
    public void gone() {}
  }
}
