package com.openagents.sync.query.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.query.platform.Catalogue;
import com.openagents.sync.query.platform.Model;
import com.openagents.sync.query.testing.History;
import com.openagents.sync.query.testing.History.Step;
import com.openagents.sync.query.testing.HistorySteps;
import com.openagents.sync.query.testing.RunningQuerySide;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Label("Histories of all things of random histories")
class HistoryLawTest {

  private static @Nullable AuditedStore store;

  @BeforeContainer
  static void start() {
    store = new AuditedStore();
  }

  @AfterContainer
  static void stop() {
    store().close();
  }

  @Property(tries = 5)
  @Label("each change begins where the one before ended, and the last one ends at what bootstrap shows")
  void chain(
    @ForAll("steps") @Size(min = 20, max = 80) List<Step> steps,
    @ForAll @IntRange(min = 1, max = 5) int limit
  ) {
    History history = new History();
    steps.forEach(step -> store().events().append(history.next(step)));
    store().awaitProjected();
    for (Scope scope : history.scopes()) {
      if (scope.kind() == Scope.Kind.ORG) {
        JsonNode models = store()
          .app()
          .json("/sync/bootstrap?scope=" + scope)
          .get("models");
        for (Model model : store().app().bean(Catalogue.class).models()) {
          models.get(model.plural()).forEach(row -> requireChain(model, row, limit));
        }
      }
    }
  }

  private static void requireChain(Model model, JsonNode row, int limit) {
    ObjectNode state = RunningQuerySide.JSON.createObjectNode();
    String path = "/audit/%s/%s?limit=%d".formatted(model.name(), row.get("id").stringValue(), limit);
    String cursor = "";
    do {
      JsonNode page = store()
        .app()
        .json(path + cursor);
      page.get("entries").forEach(entry ->
        entry
          .get("changes")
          .properties()
          .forEach(change -> {
            String field = change.getKey();
            JsonNode before = state.has(field)
              ? state.get(field)
              : RunningQuerySide.JSON.getNodeFactory().nullNode();
            assertThat(change.getValue().get("from")).isEqualTo(before);
            state.set(field, change.getValue().get("to"));
          })
      );
      cursor = page.has("nextCursor") ? "&cursor=" + page.get("nextCursor").longValue() : "";
    } while (!cursor.isEmpty());
    assertThat(state).isEqualTo(row);
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return HistorySteps.any().list();
  }

  private static AuditedStore store() {
    return Objects.requireNonNull(store);
  }
}
