package com.openagents.sync.platform.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.openagents.sync.api.RequestBody;
import com.openagents.sync.api.Row;
import com.openagents.sync.api.audit.ExportedEvent;
import com.openagents.sync.api.audit.HistoryEntry;
import com.openagents.sync.api.audit.HistoryResponse;
import com.openagents.sync.api.audit.TraceResponse.TracedCommand;
import com.openagents.sync.api.audit.TraceResponse.TracedEvent;
import com.openagents.sync.api.rebuild.RebuildReport;
import com.openagents.sync.api.rebuild.RebuildReport.DifferingValues;
import com.openagents.sync.api.rebuild.RebuildRun;
import com.openagents.sync.api.rejection.Problem;
import com.openagents.sync.api.sync.ServerFrame;
import com.openagents.sync.api.sync.SyncEvent;
import java.lang.reflect.RecordComponent;
import java.util.UUID;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MutableCoercionConfig;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/**
 * How types of {@code shared-api} look on the wire: rows, request bodies and sync events with column names
 * (snake_case), all else in camelCase, enums in lower case. Reading is strict: what is not understood is refused.
 */
@Configuration(proxyBeanMethods = false)
public class WireJson {

  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  private interface ColumnNames {}

  private static final class Names extends PropertyNamingStrategies.SnakeCaseStrategy {

    private static final long serialVersionUID = 1L;

    @Override
    protected String translate(String field) {
      return super.translate(field);
    }
  }

  private static final Names NAMES = new Names();

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private interface NullsLeftOut {}

  @Bean
  JsonMapperBuilderCustomizer wireFormat() {
    return WireJson::apply;
  }

  /** The mapper for uses outside a Spring context. */
  public static JsonMapper mapper() {
    JsonMapper.Builder builder = JsonMapper.builder();
    apply(builder);
    return builder.build();
  }

  /** The name that a field of a row or a request body has on the wire. */
  public static String columnName(RecordComponent component) {
    return NAMES.translate(component.getName());
  }

  private static void apply(JsonMapper.Builder builder) {
    builder
      .addModule(
        new SimpleModule("wire").addSerializer(new WireTime()).addDeserializer(UUID.class, new WireUuid())
      )
      .addMixIn(Row.class, ColumnNames.class)
      .addMixIn(RequestBody.class, ColumnNames.class)
      .addMixIn(SyncEvent.class, ColumnNames.class)
      .addMixIn(Problem.class, NullsLeftOut.class)
      .addMixIn(ServerFrame.class, NullsLeftOut.class)
      .addMixIn(HistoryResponse.class, NullsLeftOut.class)
      .addMixIn(HistoryEntry.class, NullsLeftOut.class)
      .addMixIn(ExportedEvent.class, NullsLeftOut.class)
      .addMixIn(TracedCommand.class, NullsLeftOut.class)
      .addMixIn(TracedEvent.class, NullsLeftOut.class)
      .addMixIn(RebuildRun.class, NullsLeftOut.class)
      .addMixIn(RebuildReport.class, NullsLeftOut.class)
      .addMixIn(DifferingValues.class, NullsLeftOut.class)
      .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
      .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
      .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
      .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
      .withCoercionConfig(LogicalType.Textual, WireJson::onlyStrings)
      .withCoercionConfig(LogicalType.Enum, WireJson::onlyStrings);
  }

  private static void onlyStrings(MutableCoercionConfig config) {
    config
      .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
  }
}
