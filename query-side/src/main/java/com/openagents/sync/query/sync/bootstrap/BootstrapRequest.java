package com.openagents.sync.query.sync.bootstrap;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.platform.synclog.LogHead;
import com.openagents.sync.query.platform.Catalogue;
import com.openagents.sync.query.platform.Model;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/** @param models in the catalogue's order */
record BootstrapRequest(Scope scope, List<Model> models, BootstrapForm form) {
  /**
   * @param names comma-separated model names; null for all
   * @throws Rejected with {@code invalid_value} if nobody knows one of the names
   */
  static List<Model> models(Catalogue catalogue, @Nullable String names) {
    if (names == null) {
      return catalogue.models();
    }
    Set<String> wanted = Arrays.stream(names.split(",", -1))
      .map(String::strip)
      .collect(Collectors.toUnmodifiableSet());
    for (String name : wanted) {
      if (catalogue.model(name).isEmpty()) {
        throw Rejected.field(
          RejectionCode.INVALID_VALUE,
          "models",
          "There is no model '%s'; known are %s.".formatted(
            name,
            catalogue.models().stream().map(Model::name).collect(Collectors.joining(", "))
          )
        );
      }
    }
    return catalogue
      .models()
      .stream()
      .filter(model -> wanted.contains(model.name()))
      .toList();
  }

  /** Lines only for those who ask for lines. */
  static BootstrapForm form(List<MediaType> accepted) {
    return quality(accepted, BootstrapForm.LINES) > quality(accepted, BootstrapForm.JSON)
      ? BootstrapForm.LINES
      : BootstrapForm.JSON;
  }

  private static double quality(List<MediaType> accepted, BootstrapForm form) {
    return accepted
      .stream()
      .filter(type -> type.isWildcardType() ? form == BootstrapForm.JSON : type.includes(form.mediaType()))
      .mapToDouble(MediaType::getQualityValue)
      .max()
      .orElse(0);
  }

  /**
   * Names this state of the scope. Weak: a later answer may say a newer {@code lastSyncId} for the same rows. Has the
   * log's first id in it so that nobody is left with a cursor that the log no longer reaches back to.
   */
  String entityTag(LogHead head, long scopeLastId) {
    return "W/\"%s.%d.%d.%s.%s\"".formatted(
      head.epoch(),
      head.firstId(),
      scopeLastId,
      models.stream().map(Model::name).collect(Collectors.joining("+")),
      form
    );
  }
}
