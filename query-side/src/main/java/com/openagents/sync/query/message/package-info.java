/** How messages are seen. */
@NullMarked
package com.openagents.sync.query.message;

import org.jspecify.annotations.NullMarked;
