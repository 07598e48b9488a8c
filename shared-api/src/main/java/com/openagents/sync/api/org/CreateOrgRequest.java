package com.openagents.sync.api.org;

import com.openagents.sync.api.RequestBody;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/org}. */
public record CreateOrgRequest(@Nullable UUID id, String name) implements RequestBody {}
