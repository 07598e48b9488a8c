@NullMarked
package com.openagents.sync.standalone;

import org.jspecify.annotations.NullMarked;
