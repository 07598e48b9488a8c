/** Code changes that agents propose, as unified diffs, and what became of them. */
@NullMarked
package com.openagents.sync.api.codechange;

import org.jspecify.annotations.NullMarked;
