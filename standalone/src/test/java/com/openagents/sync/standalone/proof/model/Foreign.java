package com.openagents.sync.standalone.proof.model;

/** An org of somebody else, with an agent and a message of its own. */
record Foreign(String token, String org, String agent, String message) {}
