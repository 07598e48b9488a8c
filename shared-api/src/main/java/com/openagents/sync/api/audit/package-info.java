/** The wire of the audit: what became of one thing, and what came of one mutation. */
@NullMarked
package com.openagents.sync.api.audit;

import org.jspecify.annotations.NullMarked;
