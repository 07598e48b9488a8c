package com.openagents.sync.query.stream;

import com.openagents.sync.api.Row;
import com.openagents.sync.platform.synclog.LogHead;
import com.openagents.sync.query.platform.Model;
import java.util.UUID;

/** Takes the models in turn, the rows of each; then, if the answer tells of them, the deleted ones likewise; the end. */
public interface RowOutput {
  void begin(Model model);

  void row(Model model, Row row);

  /** One as the database sends it. */
  void stored(Model model, StoredRow row);

  void beginDeleted(Model model);

  void deleted(Model model, UUID id);

  void end(LogHead head);
}
