package com.openagents.sync.gateway;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.platform.synclog.LoggedEvent;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which models a subscription wants.
 *
 * @param names empty for all
 */
record ModelsFilter(Set<String> names) {
  static final ModelsFilter ALL = new ModelsFilter(Set.of());

  /** @throws Rejected with {@code invalid_value} */
  static ModelsFilter of(@Nullable List<String> models) {
    if (models == null) {
      return ALL;
    }
    Set<String> names = new TreeSet<>();
    for (String model : models) {
      if (Objects.requireNonNullElse(model, "").isBlank()) {
        throw noNames();
      }
      names.add(model);
    }
    if (names.isEmpty()) {
      throw noNames();
    }
    return new ModelsFilter(names);
  }

  boolean wants(LoggedEvent event) {
    return names.isEmpty() || names.contains(event.model());
  }

  private static Rejected noNames() {
    return Rejected.field(
      RejectionCode.INVALID_VALUE,
      "models",
      "'models' must name at least one model; leave it out to get all."
    );
  }
}
