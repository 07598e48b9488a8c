@NullMarked
package com.openagents.sync.bench.result;

import org.jspecify.annotations.NullMarked;
