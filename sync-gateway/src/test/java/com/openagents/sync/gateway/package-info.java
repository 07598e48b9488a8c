@NullMarked
package com.openagents.sync.gateway;

import org.jspecify.annotations.NullMarked;
