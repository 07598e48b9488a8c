/** What the three apps share at run time. Knows no feature by name. */
@NullMarked
package com.openagents.sync.platform;

import org.jspecify.annotations.NullMarked;
