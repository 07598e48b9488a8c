/** Proofs about the whole system: real processes, real faults, and models to compare with. */
@NullMarked
package com.openagents.sync.standalone.proof;

import org.jspecify.annotations.NullMarked;
