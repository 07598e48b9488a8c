package com.openagents.sync.bench.spring;

/** The event. */
record Posted(String id, String agentId, String content) {}
