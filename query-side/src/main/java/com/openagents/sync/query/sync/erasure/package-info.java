/** What erasing leaves to do once the rows are erased: older sync events, then the database's files. */
@NullMarked
package com.openagents.sync.query.sync.erasure;

import org.jspecify.annotations.NullMarked;
