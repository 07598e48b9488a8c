/** Schemas and their migrations. */
@NullMarked
package com.openagents.sync.platform.database;

import org.jspecify.annotations.NullMarked;
