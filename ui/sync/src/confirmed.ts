import type { Uuid } from './generated/protocol.js';
import { type ModelName, modelNames, type Row } from './model.js';
import type { Replica } from './replica.js';
import type { Table } from './table.js';

export interface RowChange {
  readonly model: ModelName;
  readonly id: Uuid;
  readonly before: Row | undefined;
  readonly after: Row | undefined;
}

/** A row as the server confirmed it, without what pending mutations show on top. */
function confirmed({ beneath, tables }: Replica, model: ModelName, id: Uuid): Row | undefined {
  const key = `${model}:${id}`;
  return beneath.has(key) ? beneath.get(key) : tables[model].get(id);
}

/** What changed in the confirmed rows between two states of a scope. */
export function changedRows(from: Replica, to: Replica): RowChange[] {
  const changes: RowChange[] = [];
  const look = (model: ModelName, id: Uuid) => {
    const before = confirmed(from, model, id);
    const after = confirmed(to, model, id);
    if (before !== after) {
      changes.push({ model, id, before, after });
    }
  };
  const covered = new Set([...from.beneath.keys(), ...to.beneath.keys()]);
  for (const key of covered) {
    const at = key.indexOf(':');
    look(key.slice(0, at) as ModelName, key.slice(at + 1));
  }
  for (const model of modelNames) {
    const table = to.tables[model] as Table<Row>;
    for (const [id] of table.changedSince(from.tables[model] as Table<Row>)) {
      if (!covered.has(`${model}:${id}`)) {
        look(model, id);
      }
    }
  }
  return changes;
}

/** All confirmed rows. */
export function* confirmedRows(replica: Replica): Iterable<[ModelName, Row]> {
  for (const model of modelNames) {
    for (const { id } of replica.tables[model].values()) {
      const row = confirmed(replica, model, id);
      if (row !== undefined) {
        yield [model, row];
      }
    }
  }
  for (const [key, row] of replica.beneath) {
    const model = key.slice(0, key.indexOf(':')) as ModelName;
    // Shown as deleted, and still there as far as the server knows.
    if (row !== undefined && !replica.tables[model].has(row.id)) {
      yield [model, row];
    }
  }
}
