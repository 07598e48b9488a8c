package com.openagents.sync.query.sync.projector;

import com.openagents.sync.query.event.StoredEvent;
import org.jspecify.annotations.Nullable;

/** @param reason why it can't be projected; null if it only waits behind another one of its org */
record Unprojected(StoredEvent stored, @Nullable String reason) {}
