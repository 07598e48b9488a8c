/** The local token issuer. */
@NullMarked
package com.openagents.sync.command.devtoken;

import org.jspecify.annotations.NullMarked;
