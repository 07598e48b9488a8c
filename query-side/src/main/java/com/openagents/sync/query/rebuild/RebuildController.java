package com.openagents.sync.query.rebuild;

import com.openagents.sync.api.rebuild.RebuildKind;
import com.openagents.sync.api.rebuild.RebuildRequest;
import com.openagents.sync.api.rebuild.RebuildRun;
import com.openagents.sync.api.rebuild.RebuildsResponse;
import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.platform.access.Caller;
import com.openagents.sync.query.platform.Catalogue;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /admin/rebuild}, for operators: it is about all orgs. */
@RestController
class RebuildController {

  private final Runs runs;
  private final Catalogue catalogue;
  private final RebuildSchedule schedule;
  private final RebuildSettings settings;

  RebuildController(Runs runs, Catalogue catalogue, RebuildSchedule schedule, RebuildSettings settings) {
    this.runs = runs;
    this.catalogue = catalogue;
    this.schedule = schedule;
    this.settings = settings;
  }

  @GetMapping("/admin/rebuild")
  RebuildsResponse all(Caller caller) {
    requireOperator(caller);
    return new RebuildsResponse(runs.newest());
  }

  @GetMapping("/admin/rebuild/{id}")
  RebuildRun one(Caller caller, @PathVariable UUID id) {
    requireOperator(caller);
    return found(id);
  }

  /**
   * Has it begun soon, by whichever node.
   *
   * @throws Rejected with {@code invalid_value}, or {@code conflict} while another one is not over
   */
  @PostMapping("/admin/rebuild")
  @ResponseStatus(HttpStatus.ACCEPTED)
  RebuildRun begin(Caller caller, @RequestBody RebuildRequest request) {
    requireOperator(caller);
    RebuildKind kind = Objects.requireNonNullElse(request.kind(), RebuildKind.REBUILD);
    if (kind == RebuildKind.ROLLBACK) {
      throw invalid("kind", "POST /admin/rebuild/{id}/rollback says which rebuild is to be undone.");
    }
    if (kind == RebuildKind.LOG && (request.models() != null || request.scope() != null)) {
      throw invalid("kind", "The log is of all models and scopes.");
    }
    return added(
      runs.add(
        kind,
        models(request.models()),
        scope(request.scope()),
        Boolean.TRUE.equals(request.meaningChanged()),
        null,
        caller.subject()
      )
    );
  }

  @PostMapping("/admin/rebuild/{id}/pause")
  @ResponseStatus(HttpStatus.ACCEPTED)
  RebuildRun pause(Caller caller, @PathVariable UUID id) {
    return wish(caller, id, Runs.Wish.PAUSE);
  }

  @PostMapping("/admin/rebuild/{id}/resume")
  @ResponseStatus(HttpStatus.ACCEPTED)
  RebuildRun resume(Caller caller, @PathVariable UUID id) {
    return wish(caller, id, Runs.Wish.RESUME);
  }

  @PostMapping("/admin/rebuild/{id}/cancel")
  @ResponseStatus(HttpStatus.ACCEPTED)
  RebuildRun cancel(Caller caller, @PathVariable UUID id) {
    return wish(caller, id, Runs.Wish.CANCEL);
  }

  /**
   * Has the tables back that it replaced, brought up to date.
   *
   * @throws Rejected with {@code gone} if they are not kept any more
   */
  @PostMapping("/admin/rebuild/{id}/rollback")
  @ResponseStatus(HttpStatus.ACCEPTED)
  RebuildRun rollback(Caller caller, @PathVariable UUID id) {
    requireOperator(caller);
    RebuildRun flipped = found(id);
    if (flipped.rollbackUntil() == null) {
      throw new Rejected(RejectionCode.GONE, "What run " + id + " replaced is kept no longer.");
    }
    return added(runs.add(RebuildKind.ROLLBACK, flipped.models(), null, false, id, caller.subject()));
  }

  private RebuildRun wish(Caller caller, UUID id, Runs.Wish wish) {
    requireOperator(caller);
    if (!runs.wish(id, wish)) {
      RebuildRun run = found(id);
      throw new Rejected(RejectionCode.GONE, "Run " + id + " is over: " + Runs.lowerCase(run.state()) + ".");
    }
    schedule.wake();
    return found(id);
  }

  private RebuildRun added(Optional<UUID> id) {
    schedule.wake();
    return found(
      id.orElseThrow(() ->
        new Rejected(RejectionCode.CONFLICT, "Another run is not over. Wait for it, or cancel it.")
      )
    );
  }

  private RebuildRun found(UUID id) {
    return runs
      .find(id)
      .orElseThrow(() -> new Rejected(RejectionCode.NOT_FOUND, "There is no run " + id + "."));
  }

  private void requireOperator(Caller caller) {
    if (!settings.mayRebuild(caller.subject())) {
      throw new Rejected(RejectionCode.FORBIDDEN, caller.subject() + " is no operator here.");
    }
  }

  private List<String> models(@Nullable List<String> names) {
    if (names == null) {
      return List.of();
    }
    for (String name : names) {
      if (catalogue.model(name).isEmpty()) {
        throw invalid("models", "There is no model '" + name + "'.");
      }
    }
    return names.stream().distinct().toList();
  }

  private static @Nullable Scope scope(@Nullable String scope) {
    return scope == null ? null : Scope.parse(scope);
  }

  private static Rejected invalid(String field, String detail) {
    return Rejected.field(RejectionCode.INVALID_VALUE, field, detail);
  }
}
