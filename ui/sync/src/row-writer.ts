import { type IDBPObjectStore, unwrap, wrap } from 'idb';
import { changedRows, confirmedRows, type RowChange } from './confirmed.js';
import { bytesOf, type Database, rangeOf, type Schema, type StoredMeta } from './database.js';
import type { Uuid } from './generated/protocol.js';
import type { ModelName, Scope } from './model.js';
import type { Replica } from './replica.js';

type RowStore = IDBPObjectStore<Schema, ('scopes' | 'rows')[], 'rows', 'readwrite'>;

/** A scope as it shall be on disk. */
export interface Kept {
  readonly replica: Replica;
  readonly provenTo: number;
  readonly models: string;
}

/**
 * Writes confirmed rows. Several tabs may write the same scope, each what it has: rows are written as they are at a
 * sync id, and only where they continue what is on disk, so that whoever is behind changes nothing and nobody tears a
 * hole. What belongs together is one transaction, all rows anew as well: a crash leaves what was there before.
 */
export class RowWriter {
  /** What is on disk for sure, of each scope. */
  private readonly written = new Map<Scope, Replica>();

  constructor(private readonly rowsPerWrite: number) {}

  /** These rows come from the disk. */
  read(scope: Scope, replica: Replica): void {
    this.written.set(scope, replica);
  }

  forget(scope: Scope): void {
    this.written.delete(scope);
  }

  async write(database: Database, scope: Scope, kept: Kept): Promise<void> {
    const before = this.written.get(scope);
    const changes = before?.epoch === kept.replica.epoch ? changedRows(before, kept.replica) : null;
    const transaction = database.transaction(['scopes', 'rows'], 'readwrite', { durability: 'relaxed' });
    const scopes = transaction.objectStore('scopes');
    const rows = transaction.objectStore('rows');
    const meta = await scopes.get(scope);
    const { lastSyncId: cursor, epoch } = kept.replica;
    const continues = before && meta?.epoch === epoch && meta.models === kept.models;
    const { absent } = kept.replica;
    if (continues && [...absent].some((model) => !meta.absent.includes(model))) {
      // Another tab keeps more models: it goes on with them, or whoever opens next does.
      await transaction.done;
      return;
    }
    const more = continues && meta.absent.length > absent.size;
    if (!changes || !continues || more || meta.cursor < before.lastSyncId) {
      rows.delete(rangeOf(scope));
      scopes.put(metaOf(scope, kept, await this.put(rows, scope, allRows(kept.replica))));
    } else if (meta.cursor < cursor) {
      scopes.put(metaOf(scope, kept, meta.bytes + (await this.put(rows, scope, changes))));
    }
    await transaction.done;
    this.written.set(scope, kept.replica);
  }

  /** By how much that makes it grow. */
  private async put(rows: RowStore, scope: Scope, changes: Iterable<RowChange>): Promise<number> {
    // The transaction tells what fails. A promise for each row would be 100,000 for the garbage collector.
    const plain = unwrap(rows);
    let bytes = 0;
    let steps = 0;
    for (const { model, id, before, after } of changes) {
      bytes += bytesOf(after) - bytesOf(before);
      const key: [Scope, ModelName, Uuid] = [scope, model, id];
      const request: IDBRequest = after === undefined ? plain.delete(key) : plain.put(after, key);
      steps += 1;
      if (steps % this.rowsPerWrite === 0) {
        // Lets the page breathe; the transaction lives on.
        await wrap(request);
      }
    }
    return bytes;
  }
}

function metaOf(scope: Scope, { replica, provenTo, models }: Kept, bytes: number): StoredMeta {
  const { lastSyncId: cursor, epoch } = replica;
  const absent = [...replica.absent];
  return { scope, cursor, provenTo, epoch: epoch as Uuid, models, absent, bytes, usedAtMs: Date.now() };
}

function* allRows(replica: Replica): Iterable<RowChange> {
  for (const [model, after] of confirmedRows(replica)) {
    yield { model, id: after.id, before: undefined, after };
  }
}
