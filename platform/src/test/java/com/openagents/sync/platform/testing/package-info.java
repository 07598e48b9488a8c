/** What the tests of all modules share. */
@NullMarked
package com.openagents.sync.platform.testing;

import org.jspecify.annotations.NullMarked;
