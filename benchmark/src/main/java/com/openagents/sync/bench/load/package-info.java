@NullMarked
package com.openagents.sync.bench.load;

import org.jspecify.annotations.NullMarked;
