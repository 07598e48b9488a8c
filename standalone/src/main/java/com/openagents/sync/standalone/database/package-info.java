@NullMarked
package com.openagents.sync.standalone.database;

import org.jspecify.annotations.NullMarked;
