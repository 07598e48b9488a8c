@NullMarked
package com.openagents.sync.query;

import org.jspecify.annotations.NullMarked;
