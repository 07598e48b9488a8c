/** Rebuilding read models: what is asked for and how far it is. */
@NullMarked
package com.openagents.sync.api.rebuild;

import org.jspecify.annotations.NullMarked;
