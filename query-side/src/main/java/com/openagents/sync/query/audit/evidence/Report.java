package com.openagents.sync.query.audit.evidence;

import java.util.List;

/**
 * What a verification found.
 *
 * @param ok whether all is as it was
 * @param lastHash of the chain, in hexadecimal digits
 * @param signedHeads valid ones, in the database and outside
 * @param signedUntil the last event that a signed head covers; those after it are covered by their hashes only
 * @param outsideUntil the last event that a signed head outside the database covers; 0 if there is none
 * @param accounts whose balance was compared with the sum of its events
 * @param orgsNotCompared since events of theirs wait to be projected
 * @param findings the first bad event first
 */
public record Report(
  boolean ok,
  long events,
  long lastIndex,
  String lastHash,
  long signedHeads,
  long signedUntil,
  long outsideUntil,
  long accounts,
  long postings,
  long orgsNotCompared,
  long milliseconds,
  List<Finding> findings
) {}
