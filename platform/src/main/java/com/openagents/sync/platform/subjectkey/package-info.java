/** Keys that what people, agents and services write is stored under, one per org and subject; and how it is sealed. */
@NullMarked
package com.openagents.sync.platform.subjectkey;

import org.jspecify.annotations.NullMarked;
