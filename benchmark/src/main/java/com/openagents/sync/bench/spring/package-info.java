/** The same plain server in Java, and an application as Axon's quick start has it. Both run as processes of their own. */
@NullMarked
package com.openagents.sync.bench.spring;

import org.jspecify.annotations.NullMarked;
