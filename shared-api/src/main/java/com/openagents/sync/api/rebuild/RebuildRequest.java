package com.openagents.sync.api.rebuild;

import com.openagents.sync.api.RequestBody;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /admin/rebuild}.
 *
 * @param kind a rebuild when absent
 * @param models such as {@code Message}; all when absent
 * @param scope only what it sees; all when absent
 * @param meaningChanged whether clients must start over, however little differs
 */
public record RebuildRequest(
  @Nullable RebuildKind kind,
  @Nullable List<String> models,
  @Nullable String scope,
  @Nullable Boolean meaningChanged
) implements RequestBody {}
