package com.openagents.sync.api.audit;

import org.jspecify.annotations.Nullable;

/** One column's value before and after, as it is on the wire; null where there was nothing or is nothing any more. */
public record FieldChange(@Nullable Object from, @Nullable Object to) {}
