package com.openagents.sync.query.audit;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of the audit.
 *
 * @param entriesDefault per page of a history, when the call does not say
 * @param entriesMax per page
 * @param pageSizeMax of a page's events; it ends with the event that reaches it
 * @param tracedSyncEventsMax per event of a trace; of more only the number is told
 * @param exportsAtOnceMax each holds a database connection
 * @param waitForExportMax how long a call waits for its turn before it is told to come again
 * @param exportWithin then an export is broken off; {@code after} goes on from there
 * @param snapshotWithin so long an export reads in one snapshot before it takes another: one that stays open keeps the
 *     database from cleaning up
 * @param readerWaitMax so much longer a reader who does not take what is sent holds that snapshot
 */
@ConfigurationProperties("agentsync.audit")
record AuditLimits(
  @DefaultValue("50") int entriesDefault,
  @DefaultValue("200") int entriesMax,
  @DefaultValue("8MB") DataSize pageSizeMax,
  @DefaultValue("1000") int tracedSyncEventsMax,
  @DefaultValue("2") int exportsAtOnceMax,
  @DefaultValue("5s") Duration waitForExportMax,
  @DefaultValue("10m") Duration exportWithin,
  @DefaultValue("2s") Duration snapshotWithin,
  @DefaultValue("30s") Duration readerWaitMax
) {}
