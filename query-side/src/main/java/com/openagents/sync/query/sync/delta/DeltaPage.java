package com.openagents.sync.query.sync.delta;

import com.openagents.sync.platform.synclog.LoggedEvent;
import java.util.List;
import java.util.UUID;

/** {@link com.openagents.sync.api.sync.DeltaResponse} with its events as the log holds them. */
record DeltaPage(List<LoggedEvent> events, long latestSyncId, boolean hasMore, UUID epoch) {
  String toJson() {
    StringBuilder text = new StringBuilder("{\"events\":[");
    String separator = "";
    for (LoggedEvent event : events) {
      text.append(separator).append(event.json());
      separator = ",";
    }
    return text
      .append("],\"latestSyncId\":")
      .append(latestSyncId)
      .append(",\"hasMore\":")
      .append(hasMore)
      .append(",\"epoch\":\"")
      .append(epoch)
      .append("\"}")
      .toString();
  }
}
