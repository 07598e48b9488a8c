/** How orgs are seen. */
@NullMarked
package com.openagents.sync.query.org;

import org.jspecify.annotations.NullMarked;
