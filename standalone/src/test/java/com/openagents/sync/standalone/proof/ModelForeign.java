package com.openagents.sync.standalone.proof;

/** An org of somebody else, with an agent and a message of its own. */
record ModelForeign(String token, String org, String agent, String message) {}
