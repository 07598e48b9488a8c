package com.openagents.sync.command.eventstore;

/**
 * What a mutation was answered first.
 *
 * @param fingerprint of the caller and the request that got it
 * @param record the record as JSON
 * @param lastIndex global index of the event that must be projected for the answer to be visible
 */
public record FirstAnswer(String fingerprint, String record, long lastIndex) {}
