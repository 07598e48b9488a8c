package com.openagents.sync.query.stream;

import com.openagents.sync.query.platform.Model;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes a model's rows as the wire has them, straight from the bytes that the database sends: no object is made of a row,
 * and no text is decoded.
 */
final class RowJson {

  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "}".getBytes(StandardCharsets.US_ASCII);

  private final List<Column> columns;

  @SuppressWarnings("ArrayRecordComponent") // nobody compares or changes it
  private record Column(String name, Class<?> type, byte[] key) {
    /** In a form whose bytes don't depend on how the driver has them sent. */
    String selected() {
      if (type == Instant.class) {
        return "(" + name + " AT TIME ZONE 'UTC')::text";
      }
      return type == UUID.class ? name : name + "::text";
    }

    void write(byte[] value, JsonBytes json) {
      if (type == UUID.class) {
        json.uuid(value);
      } else if (type == Instant.class) {
        json.time(value);
      } else if (type == String.class || type.isEnum()) {
        json.text(value);
      } else {
        json.raw(value);
      }
    }
  }

  RowJson(Model model) {
    RecordComponent[] components = model.rowType().getRecordComponents();
    List<String> names = model.columns();
    columns = IntStream.range(0, components.length)
      .mapToObj(at ->
        new Column(
          names.get(at),
          components[at].getType(),
          ((at == 0 ? "{" : ",") + "\"" + names.get(at) + "\":").getBytes(StandardCharsets.US_ASCII)
        )
      )
      .toList();
  }

  /** What to select. */
  String selected() {
    return columns.stream().map(Column::selected).collect(Collectors.joining(", "));
  }

  void write(ResultSet row, JsonBytes json) throws SQLException {
    int number = 1;
    for (Column column : columns) {
      json.raw(column.key());
      byte[] value = row.getBytes(number++);
      if (value == null) {
        json.raw(NULL);
      } else {
        column.write(value, json);
      }
    }
    json.raw(END);
  }
}
