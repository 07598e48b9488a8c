package com.openagents.sync.query.audit;

import com.openagents.sync.api.audit.ExportEnd;
import com.openagents.sync.api.audit.ExportedEvent;

/** Takes the events in their order, then the end. */
interface ExportOutput {
  void event(ExportedEvent event);

  void end(ExportEnd end);
}
