/** Creating orgs. */
@NullMarked
package com.openagents.sync.command.org;

import org.jspecify.annotations.NullMarked;
