package com.openagents.sync.query.audit.evidence;

/** How far a verification is. */
public record VerifyProgress(long checked, long of, long eventsPerSecond) {}
