/** The JSON of the wire. */
@NullMarked
package com.openagents.sync.platform.json;

import org.jspecify.annotations.NullMarked;
