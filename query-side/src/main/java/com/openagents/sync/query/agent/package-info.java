/** How agents are seen. */
@NullMarked
package com.openagents.sync.query.agent;

import org.jspecify.annotations.NullMarked;
