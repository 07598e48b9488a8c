import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Uuid } from './generated/protocol.js';
import { type ModelName, modelNames, type Row, type Scope } from './model.js';
import type { PendingMutation } from './pending.js';

/** What is known of a scope's rows on disk. */
export interface StoredMeta {
  readonly scope: Scope;
  /** The rows are those of this sync id. */
  readonly cursor: number;
  readonly provenTo: number;
  readonly epoch: Uuid;
  /** The models that are kept, as one text. */
  readonly models: string;
  /** Those of them that were not loaded, since nobody read them. */
  readonly absent: readonly ModelName[];
  /** About how much the rows take. */
  readonly bytes: number;
  readonly usedAtMs: number;
}

export interface Schema extends DBSchema {
  scopes: { key: Scope; value: StoredMeta };
  rows: { key: [Scope, ModelName, Uuid]; value: Row };
  mutations: { key: string; value: PendingMutation };
}

export type Database = IDBPDatabase<Schema>;

/** Raise it when the form of anything below changes. */
export const databaseVersion = 1;

export interface DatabaseListener {
  /** Another page wants to upgrade it, or to delete it: this one must let go, at once, or that one waits. */
  onOutdated(deleted: boolean): void;
  /** The browser closed it, say since somebody deleted the site's data. */
  onLost(): void;
}

/**
 * One row per row, and one per mutation: a change writes what changed. An upgrade keeps mutations, which nobody else
 * has, and drops rows, which come again from the server.
 */
export function openDatabase(name: string, listener: DatabaseListener, version = databaseVersion) {
  return openDB<Schema>(name, version, {
    upgrade(database) {
      for (const store of ['scopes', 'rows'] as const) {
        if (database.objectStoreNames.contains(store)) {
          database.deleteObjectStore(store);
        }
      }
      database.createObjectStore('scopes', { keyPath: 'scope' });
      database.createObjectStore('rows');
      if (!database.objectStoreNames.contains('mutations')) {
        database.createObjectStore('mutations', { keyPath: 'id' });
      }
    },
    blocking(_current, wanted, event) {
      (event.target as IDBDatabase).close();
      listener.onOutdated(wanted === null);
    },
    terminated: () => listener.onLost(),
  });
}

/** All keys of a scope, or of one model in it. */
export function rangeOf(scope: Scope, model?: ModelName): IDBKeyRange {
  const prefix = model === undefined ? [scope] : [scope, model];
  return IDBKeyRange.bound(prefix, [...prefix, []]);
}

/** All rows of a scope, in steps, so that a page that reads 100,000 of them stays responsive. */
export async function readRows(
  database: Database,
  scope: Scope,
  rowsPerRead: number,
): Promise<{ readonly meta: StoredMeta | undefined; readonly models: Record<string, Row[]> }> {
  const models: Record<string, Row[]> = {};
  const transaction = database.transaction(['scopes', 'rows']);
  const rows = transaction.objectStore('rows');
  const meta = await transaction.objectStore('scopes').get(scope);
  for (const model of meta ? modelNames : []) {
    const all: Row[] = [];
    for (let from = rangeOf(scope, model), more = true; more; ) {
      const some = await rows.getAll(from, rowsPerRead);
      for (const row of some) {
        all.push(row);
      }
      more = some.length === rowsPerRead;
      from = IDBKeyRange.bound([scope, model, some.at(-1)?.id ?? ''], [scope, model, []], true);
    }
    models[`${model}s`] = all;
  }
  await transaction.done;
  return { meta, models };
}

/** About how much a row takes on disk, without writing it out. */
export function bytesOf(row: Row | undefined): number {
  let bytes = row === undefined ? 0 : 64;
  for (const [field, value] of Object.entries(row ?? {})) {
    const size = typeof value === 'string' ? value.length : typeof value === 'object' ? sizeOf(value) : 8;
    bytes += field.length + size;
  }
  return bytes;
}

function sizeOf(value: unknown): number {
  return value === null ? 1 : JSON.stringify(value).length;
}
