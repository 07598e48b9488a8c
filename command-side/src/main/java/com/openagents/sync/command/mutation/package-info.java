/** The way of a mutation over HTTP, the same for every feature: idempotency, dispatch, read your writes. */
@NullMarked
package com.openagents.sync.command.mutation;

import org.jspecify.annotations.NullMarked;
