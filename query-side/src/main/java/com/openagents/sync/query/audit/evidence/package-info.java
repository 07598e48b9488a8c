/** Whether the stored events are what they were, and proofs of single ones (contract 14). */
@NullMarked
package com.openagents.sync.query.audit.evidence;

import org.jspecify.annotations.NullMarked;
