package com.openagents.sync.query.stream;

import com.openagents.sync.api.Row;
import com.openagents.sync.query.platform.Model;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Makes a model's rows from their columns, selected in the order of {@link Model#columns()}. */
final class RowReader {

  private final Constructor<? extends Row> constructor;
  private final Class<?>[] types;
  private final Type[] genericTypes;
  private final JsonMapper json;

  RowReader(Model model, JsonMapper json) {
    this.json = json;
    genericTypes = Arrays.stream(model.rowType().getRecordComponents())
      .map(RecordComponent::getGenericType)
      .toArray(Type[]::new);
    types = Arrays.stream(model.rowType().getRecordComponents())
      .map(RecordComponent::getType)
      .toArray(Class<?>[]::new);
    try {
      constructor = model.rowType().getDeclaredConstructor(types);
    } catch (NoSuchMethodException notARecord) {
      throw new IllegalArgumentException(model.rowType() + " is no record", notARecord);
    }
  }

  Row read(ResultSet row) throws SQLException {
    @Nullable
    Object[] values = new Object[types.length];
    for (int column = 0; column < types.length; column++) {
      values[column] =
        types[column] == List.class
          ? json.readValue(row.getString(column + 1), json.constructType(genericTypes[column]))
          : value(row, column + 1, types[column]);
    }
    try {
      return constructor.newInstance(values);
    } catch (InstantiationException | IllegalAccessException | InvocationTargetException failure) {
      throw new IllegalStateException("Can't make a row of " + constructor.getDeclaringClass(), failure);
    }
  }

  private static @Nullable Object value(ResultSet row, int column, Class<?> type) throws SQLException {
    if (type == Instant.class) {
      OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
      return time == null ? null : time.toInstant();
    }
    if (type.isEnum()) {
      String name = row.getString(column);
      return name == null ? null : constant(type, name.toUpperCase(Locale.ROOT));
    }
    return row.getObject(column);
  }

  private static Object constant(Class<?> type, String name) {
    return Arrays.stream(type.getEnumConstants())
      .filter(constant -> ((Enum<?>) constant).name().equals(name))
      .findFirst()
      .orElseThrow(() -> new IllegalStateException(name + " is no " + type.getSimpleName()));
  }
}
