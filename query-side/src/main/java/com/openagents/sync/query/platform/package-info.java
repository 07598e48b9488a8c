/** What a feature must say to be projected and read. Knows no feature by name. */
@NullMarked
package com.openagents.sync.query.platform;

import org.jspecify.annotations.NullMarked;
