package com.openagents.sync.api.audit;

/**
 * The last line of an export: one without it is not whole.
 *
 * @param end always true, to tell it from events
 * @param after the export begins behind this global index
 * @param through and reaches up to this one
 * @param unreadable how many events of the org could not be read; an agent's scope leaves them out
 * @param sha256 of all bytes before this line, in hexadecimal
 */
public record ExportEnd(
  boolean end,
  String scope,
  long after,
  long through,
  long events,
  long changes,
  long unreadable,
  String sha256
) {}
