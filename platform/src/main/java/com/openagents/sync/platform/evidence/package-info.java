/** What makes a stored event provable: its leaf hash, the chain of hashes, and signed heads of that chain. */
@NullMarked
package com.openagents.sync.platform.evidence;

import org.jspecify.annotations.NullMarked;
