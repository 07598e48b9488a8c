package com.openagents.sync.api;

import com.openagents.sync.api.audit.HistoryResponse;
import com.openagents.sync.api.audit.TraceResponse;
import com.openagents.sync.api.rebuild.RebuildsResponse;
import com.openagents.sync.api.rejection.Problem;
import com.openagents.sync.api.sync.BootstrapResponse;
import com.openagents.sync.api.sync.ClientFrame;
import com.openagents.sync.api.sync.CompactedDeltaResponse;
import com.openagents.sync.api.sync.DeltaResponse;
import com.openagents.sync.api.sync.ServerFrame;
import com.openagents.sync.api.sync.SyncEvent;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The client's types follow the Java records: a record that changes without them fails here. */
class TypescriptTypesTest {

  private static final List<Class<?>> WIRE = List.of(
    SyncEvent.class,
    BootstrapResponse.class,
    DeltaResponse.class,
    CompactedDeltaResponse.class,
    HistoryResponse.class,
    TraceResponse.class,
    RebuildsResponse.class,
    Problem.class,
    ClientFrame.class,
    ServerFrame.class
  );

  @Test
  void typesOfTheClientAreThoseOfTheRecords() throws IOException {
    String rendered = TypescriptTypes.render(
      Stream.of(implementations(Row.class), implementations(RequestBody.class), WIRE)
        .flatMap(List::stream)
        .toList()
    );
    ApprovedFile.at("../ui/sync/src/generated/protocol.ts").check(rendered);
  }

  /** Rows and bodies live beside their features; a new feature's are found without being listed. */
  private static List<Class<?>> implementations(Class<?> type) {
    return new ClassFileImporter()
      .withImportOption(new ImportOption.DoNotIncludeTests())
      .importPackagesOf(Command.class)
      .stream()
      .filter(candidate -> candidate.isRecord() && candidate.isAssignableTo(type))
      .sorted(Comparator.comparing(JavaClass::getName))
      .<Class<?>>map(JavaClass::reflect)
      .toList();
  }
}
