@NullMarked
package com.openagents.sync.command.eventstore;

import org.jspecify.annotations.NullMarked;
