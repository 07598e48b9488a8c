package com.openagents.sync.query.sync.erasure;

import com.openagents.sync.api.sync.ErasuresResponse;
import com.openagents.sync.api.sync.ErasuresResponse.Erasure;
import com.openagents.sync.api.sync.ErasuresResponse.State;
import com.openagents.sync.platform.access.Caller;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /admin/erasure}: how far erasures have come, for the principals of their orgs. */
@RestController
class ErasureStatusController {

  private static final int ERASURES_MAX = 1_000;
  private static final String OF_ORGS = """
  SELECT org_id, subject, erased_at, state, done_at FROM sync.erasures
  WHERE org_id IN (SELECT org_id FROM sync.scopes WHERE org_id = ANY (?) OR created_by = ?)
  ORDER BY event_index DESC LIMIT ?
  """;

  private final JdbcClient jdbc;

  ErasureStatusController(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @GetMapping("/admin/erasure")
  ErasuresResponse erasures(Caller caller) {
    return new ErasuresResponse(
      jdbc
        .sql(OF_ORGS)
        .params(caller.orgs().toArray(UUID[]::new), caller.subject(), ERASURES_MAX)
        .query((row, _) ->
          new Erasure(
            row.getObject(1, UUID.class),
            row.getString(2),
            row.getObject(3, OffsetDateTime.class).toInstant(),
            State.valueOf(row.getString(4).toUpperCase(Locale.ROOT)),
            instant(row.getObject(5, OffsetDateTime.class))
          )
        )
        .list()
    );
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
