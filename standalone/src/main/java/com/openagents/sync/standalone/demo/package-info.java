@NullMarked
package com.openagents.sync.standalone.demo;

import org.jspecify.annotations.NullMarked;
