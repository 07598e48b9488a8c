/** The fault test: the parts as processes, under load, while they die, stop and hang. */
@NullMarked
package com.openagents.sync.standalone.proof.faults;

import org.jspecify.annotations.NullMarked;
