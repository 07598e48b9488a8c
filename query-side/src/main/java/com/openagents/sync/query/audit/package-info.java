/** What happened, to what, by whom and why: read from the event store, for those who may see its org. */
@NullMarked
package com.openagents.sync.query.audit;

import org.jspecify.annotations.NullMarked;
