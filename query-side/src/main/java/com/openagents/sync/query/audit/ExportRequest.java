package com.openagents.sync.query.audit;

import com.openagents.sync.api.sync.Scope;

/** @param after only events behind this global index */
record ExportRequest(Scope scope, ExportForm form, long after) {
  String fileName() {
    return "agentsync-%s.%s".formatted(scope.toString().replace(':', '-'), form.word());
  }
}
