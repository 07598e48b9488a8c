@NullMarked
package com.openagents.sync.bench;

import org.jspecify.annotations.NullMarked;
