package com.openagents.sync.api.rebuild;

import java.util.List;

/** What {@code GET /admin/rebuild} answers: the newest first. */
public record RebuildsResponse(List<RebuildRun> runs) {}
