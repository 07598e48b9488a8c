package com.openagents.sync.query.stream;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.platform.access.Caller;
import com.openagents.sync.platform.access.ScopeAccess;
import com.openagents.sync.query.platform.Catalogue;
import com.openagents.sync.query.platform.Model;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Understands what a call asks for, and refuses what its caller may not see. */
@Component
public class StreamRequests {

  private final ScopeAccess access;
  private final Catalogue catalogue;

  StreamRequests(ScopeAccess access, Catalogue catalogue) {
    this.access = access;
    this.catalogue = catalogue;
  }

  /**
   * @param models comma-separated model names; null for all
   * @throws Rejected with {@code scope_invalid}, {@code scope_unknown}, {@code forbidden}, or {@code invalid_value} if
   *     nobody knows one of the models
   */
  public StreamRequest of(Caller caller, String scope, @Nullable String models, HttpHeaders headers) {
    Scope wanted = Scope.parse(scope);
    access.require(caller, wanted);
    return new StreamRequest(
      wanted,
      models == null ? catalogue.models() : named(models),
      StreamForm.of(headers.getAccept())
    );
  }

  private List<Model> named(String names) {
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
}
