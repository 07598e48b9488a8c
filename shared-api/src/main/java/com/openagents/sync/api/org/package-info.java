/** Orgs: the outermost scope; an org holds agents and the people who may see them. */
@NullMarked
package com.openagents.sync.api.org;

import org.jspecify.annotations.NullMarked;
