package com.openagents.sync.command.eventstore;

import com.openagents.sync.platform.subjectkey.SubjectKey;
import java.util.Set;

/**
 * What is stored in place of an append's fingerprint and answer.
 *
 * @param keys that its events and its answer were sealed with on behalf of its actor: they must be there still
 * @param erased whose keys end with it
 */
record Sealing(String fingerprint, String answer, Set<SubjectKey> keys, Set<SubjectKey.Owner> erased) {}
