/** What tests of this module share. */
@NullMarked
package com.openagents.sync.command.testing;

import org.jspecify.annotations.NullMarked;
