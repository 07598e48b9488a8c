@NullMarked
package com.openagents.sync.bench.workload;

import org.jspecify.annotations.NullMarked;
