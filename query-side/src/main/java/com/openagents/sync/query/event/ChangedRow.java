package com.openagents.sync.query.event;

import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.api.sync.SyncAction;
import com.openagents.sync.query.platform.Change.RowChange;
import com.openagents.sync.query.platform.Change.RowDeleted;
import com.openagents.sync.query.platform.Change.RowInserted;
import com.openagents.sync.query.platform.Change.RowUpdated;
import com.openagents.sync.query.platform.Model;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A change of one row as sync events show it.
 *
 * @param data the whole row for insert, the changed columns for update, null for delete
 */
public record ChangedRow(
  Model model,
  UUID id,
  SyncAction action,
  @Nullable ObjectNode data,
  List<Scope> scopes
) {
  public static ChangedRow of(RowChange change, JsonMapper json) {
    return switch (change) {
      case RowInserted inserted -> of(change, SyncAction.INSERT, json.valueToTree(inserted.row()));
      case RowUpdated updated -> {
        ObjectNode changed = json.valueToTree(updated.changed());
        changed.set("updated_at", json.valueToTree(updated.updatedAt()));
        yield of(change, SyncAction.UPDATE, changed);
      }
      case RowDeleted _ -> of(change, SyncAction.DELETE, null);
    };
  }

  private static ChangedRow of(RowChange change, SyncAction action, @Nullable ObjectNode data) {
    return new ChangedRow(change.model(), change.id(), action, data, change.scopes());
  }

  public boolean isOf(Model otherModel, UUID otherId) {
    return model.equals(otherModel) && id.equals(otherId);
  }
}
