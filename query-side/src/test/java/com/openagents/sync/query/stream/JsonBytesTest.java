package com.openagents.sync.query.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.platform.json.WireJson;
import com.openagents.sync.platform.json.WireTime;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

@Label("JSON in bytes")
class JsonBytesTest {

  @Property
  @Label("a text is read as it was, whatever is in it and however long")
  void texts(@ForAll @Size(max = 20) List<String> texts) {
    for (String text : texts) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      String sendable = new String(utf8, StandardCharsets.UTF_8);
      assertThat(
        WireJson.mapper()
          .readTree(written(json -> json.text(utf8)))
          .stringValue()
      ).isEqualTo(sendable);
    }
  }

  @Example
  @Label("a text that is longer than the buffer, all of it escaped, between others")
  void longText() {
    String text = "\"\u0001\\".repeat(100_000);
    String json = written(out -> {
      out.raw("[");
      out.text("a".getBytes(StandardCharsets.UTF_8));
      out.raw(",");
      out.text(text.getBytes(StandardCharsets.UTF_8));
      out.raw("]");
    });
    assertThat(WireJson.mapper().readTree(json).get(1).stringValue()).isEqualTo(text);
  }

  @Property
  @Label("a time has the form of the wire, however many digits the database writes")
  void times(@ForAll @LongRange(min = 0, max = 4_102_444_800_000_000L) long micros) {
    Instant time = Instant.EPOCH.plusSeconds(micros / 1_000_000).plusNanos((micros % 1_000_000) * 1_000);
    String digits = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS")
      .withZone(ZoneOffset.UTC)
      .format(time);
    String stored = digits.replaceAll("\\.?0*$", "");
    String whole = stored.length() < "2026-01-02 03:04:05".length() ? digits.substring(0, 19) : stored;
    assertThat(written(json -> json.time(whole.getBytes(StandardCharsets.US_ASCII)))).isEqualTo(
      "\"" + WireTime.text(time) + "\""
    );
  }

  @Property
  @Label("an id is the same from its bytes and from its text")
  void ids(@ForAll long high, @ForAll long low) {
    UUID id = new UUID(high, low);
    byte[] bytes = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    assertThat(written(json -> json.uuid(bytes))).isEqualTo("\"" + id + "\"");
    assertThat(written(json -> json.uuid(id.toString().getBytes(StandardCharsets.US_ASCII)))).isEqualTo(
      "\"" + id + "\""
    );
  }

  private static String written(Consumer<JsonBytes> content) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    JsonBytes json = new JsonBytes(stream);
    content.accept(json);
    json.flush();
    return stream.toString(StandardCharsets.UTF_8);
  }
}
