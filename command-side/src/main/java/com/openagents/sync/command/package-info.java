@NullMarked
package com.openagents.sync.command;

import org.jspecify.annotations.NullMarked;
