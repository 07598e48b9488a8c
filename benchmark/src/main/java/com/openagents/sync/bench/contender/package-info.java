@NullMarked
package com.openagents.sync.bench.contender;

import org.jspecify.annotations.NullMarked;
