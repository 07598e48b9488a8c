import { deleteDB } from 'idb';
import { createStore } from 'zustand/vanilla';
import { type Database, openDatabase, rangeOf, readRows } from './database.js';
import type { Readable } from './handle.js';
import type { ModelName, Scope } from './model.js';
import type { PendingMutation } from './pending.js';
import { clientProblem, factsOf, type ProblemFacts } from './problem.js';
import type { Replica } from './replica.js';
import { type Kept, RowWriter } from './row-writer.js';
import type { Snapshot, SyncStorage } from './seams.js';

/** The bounds of what is kept on disk, each with its unit. */
export interface StorageLimits {
  /** About how much rows may take, all scopes together; beyond, those go that were looked at least recently. */
  storedBytesMax: number;
  /** Rows that nobody looked at for so long go. Mutations never go by themselves. */
  unusedMsMax: number;
  /** How soon rows are written after they changed. */
  writeDelayMs: number;
  /** How long the client waits for the disk before it goes on without. */
  openWaitMs: number;
  /** Rows that are read at a time; between, the page can do other things. */
  rowsPerRead: number;
  /** The same for writing, which costs a page more. */
  rowsPerWrite: number;
}

export const defaultStorageLimits: StorageLimits = {
  storedBytesMax: 200 * 1024 * 1024,
  unusedMsMax: 30 * 24 * 3_600_000,
  writeDelayMs: 250,
  openWaitMs: 3_000,
  rowsPerRead: 500,
  rowsPerWrite: 100,
};

export interface IndexedDbOptions {
  /** Whose data it is, as tokens name it in `sub`. Everybody has a database of their own, and sees no other. */
  principal: string;
  /**
   * Where tokens of one principal differ in what they allow, say one for each org: which of these it is. What is kept, and
   * the tabs that share a socket, are apart for each.
   */
  realm?: string | undefined;
  limits?: Partial<StorageLimits> | undefined;
}

export interface StorageState {
  readonly open: boolean;
  /** About how much the rows take. */
  readonly bytes: number;
  /** Why nothing is kept (any more), where that is so. The client works on, in memory. */
  readonly problem: ProblemFacts | null;
}

export interface IndexedDbStorage extends SyncStorage {
  readonly state: Readable<StorageState>;
}

/** Keeps rows and mutations in IndexedDB, so that the page opens offline and nothing that was done is lost. */
export function indexedDb({ principal, realm = '', limits }: IndexedDbOptions): IndexedDbStorage {
  return new Storage(principal, realm, { ...defaultStorageLimits, ...limits });
}

const ignore = (): void => undefined;

class Storage implements IndexedDbStorage {
  readonly state = createStore<StorageState>()(() => ({ open: false, bytes: 0, problem: null }));
  private database: Promise<Database> | null = null;
  private readonly writer: RowWriter;
  private readonly dirty = new Map<Scope, Kept>();
  private readonly looked = new Set<Scope>();
  /** Scopes whose rows on disk are exactly those that the next state of them holds. */
  private readonly restored = new Set<Scope>();
  private readonly gone = new Set<string>();
  /** More than may be kept of all scopes together. */
  private readonly tooLarge = new Set<Scope>();
  private late = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** What is done with the rows goes one after the other. */
  private tail: Promise<unknown> = Promise.resolve();
  private readonly hidden = () => {
    if (globalThis.document?.visibilityState === 'hidden') {
      this.flush();
    }
  };

  constructor(
    readonly principal: string,
    private readonly realm: string,
    private readonly limits: StorageLimits,
  ) {
    this.writer = new RowWriter(limits.rowsPerWrite);
  }

  open(server: string, onLate: () => void): void {
    this.database = this.connect(this.nameFor(server));
    this.database.then(
      (database) => {
        this.inTurn(() => this.tidy(database));
        if (this.late) {
          onLate();
        }
      },
      (cause) => this.failed(cause),
    );
    globalThis.document?.addEventListener('visibilitychange', this.hidden);
  }

  nameFor(server: string): string {
    return `agentsync ${this.principal}@${server} ${this.realm}`.trim();
  }

  async mutations(): Promise<readonly PendingMutation[]> {
    return this.inTime((database) => database.getAll('mutations'), []);
  }

  async put(mutation: PendingMutation): Promise<void> {
    this.gone.delete(mutation.id);
    const write = async (database: Database) => {
      const transaction = database.transaction('mutations', 'readwrite', { durability: 'strict' });
      await Promise.all([transaction.store.put(mutation), transaction.done]);
    };
    await this.attempt((database) =>
      write(database).catch(async (cause) => {
        if (cause?.name !== 'QuotaExceededError') {
          throw cause;
        }
        // Rows come again from the server, what a user did does not.
        await this.bound(database, 0);
        await write(database);
      }),
    );
  }

  remove(mutationId: string): void {
    this.gone.add(mutationId);
    this.later();
  }

  async load(scope: Scope, models: readonly ModelName[] | null): Promise<Snapshot | null> {
    this.looked.add(scope);
    const read = await this.inTime((database) => readRows(database, scope, this.limits.rowsPerRead), null);
    const { meta, models: rows } = read ?? {};
    if (!meta || !rows || meta.models !== textOf(models)) {
      return null;
    }
    this.restored.add(scope);
    this.inTurn(() => this.attempt((database) => touch(database, scope)));
    const { cursor: lastSyncId, epoch, provenTo, absent } = meta;
    return { models: rows, lastSyncId, epoch, provenTo, absent };
  }

  keep(scope: Scope, replica: Replica, provenTo: number, models: readonly ModelName[] | null): void {
    this.looked.add(scope);
    if (this.restored.delete(scope)) {
      this.writer.read(scope, replica);
      return;
    }
    if (!this.tooLarge.has(scope)) {
      this.dirty.set(scope, { replica, provenTo, models: textOf(models) });
      this.later();
    }
  }

  release(scope: Scope): void {
    this.flush();
    this.inTurn(async () => {
      if (!this.looked.has(scope)) {
        this.writer.forget(scope);
      }
    });
    this.looked.delete(scope);
  }

  evict(scope: Scope): void {
    this.dirty.delete(scope);
    this.restored.delete(scope);
    this.inTurn(() => this.attempt((database) => this.drop(database, scope)));
  }

  close(): void {
    globalThis.document?.removeEventListener('visibilitychange', this.hidden);
    this.flush();
    const { database } = this;
    this.inTurn(async () => (await database?.catch(() => null))?.close());
    this.database = null;
  }

  async wipe(server: string, what: 'all' | 'rows' = 'all'): Promise<void> {
    this.dirty.clear();
    await this.tail;
    if (what === 'all') {
      await deleteDB(this.nameFor(server));
      return;
    }
    const database = await openDatabase(this.nameFor(server), { onOutdated: ignore, onLost: ignore });
    await Promise.all([database.clear('scopes'), database.clear('rows')]);
    database.close();
  }

  private async connect(name: string): Promise<Database> {
    const database = await openDatabase(name, {
      onOutdated: (deleted) =>
        this.failed(
          deleted ? 'It was wiped.' : 'A newer version of this page keeps the data now. Reload this one.',
        ),
      onLost: () => this.failed('The browser has closed it.'),
    });
    this.state.setState({ open: true, problem: null });
    return database;
  }

  private later(): void {
    this.timer ??= setTimeout(() => this.flush(), this.limits.writeDelayMs);
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { database } = this;
    if (this.dirty.size > 0 || this.gone.size > 0) {
      this.inTurn(async () => this.attempt((open) => this.write(open), database));
    }
  }

  /** First the rows, then the mutations whose effect they show: a crash in between shows it all the same. */
  private async write(database: Database): Promise<void> {
    for (const [scope, kept] of this.dirty) {
      this.dirty.delete(scope);
      await this.writer.write(database, scope, kept);
    }
    const gone = [...this.gone];
    this.gone.clear();
    if (gone.length > 0) {
      const transaction = database.transaction('mutations', 'readwrite');
      await Promise.all([...gone.map((id) => transaction.store.delete(id)), transaction.done]);
    }
    await this.bound(database);
  }

  private async tidy(database: Database): Promise<void> {
    const oldest = Date.now() - this.limits.unusedMsMax;
    for (const { scope, usedAtMs } of await database.getAll('scopes')) {
      if (usedAtMs < oldest) {
        await this.drop(database, scope);
      }
    }
    await this.bound(database);
  }

  /** Too much is on disk: what nobody looks at goes first, then what was written longest ago. */
  private async bound(database: Database, bytesMax = this.limits.storedBytesMax): Promise<void> {
    const metas = await database.getAll('scopes');
    const rank = (scope: Scope): number => (this.looked.has(scope) ? 1 : 0);
    metas.sort((a, b) => rank(a.scope) - rank(b.scope) || a.usedAtMs - b.usedAtMs);
    let bytes = metas.reduce((sum, meta) => sum + meta.bytes, 0);
    for (const meta of metas) {
      if (bytes <= bytesMax) {
        break;
      }
      if (this.looked.has(meta.scope)) {
        this.tooLarge.add(meta.scope);
      }
      await this.drop(database, meta.scope);
      bytes -= meta.bytes;
    }
    this.state.setState({ bytes });
  }

  private async drop(database: Database, scope: Scope): Promise<void> {
    this.writer.forget(scope);
    const transaction = database.transaction(['scopes', 'rows'], 'readwrite');
    transaction.objectStore('scopes').delete(scope);
    transaction.objectStore('rows').delete(rangeOf(scope));
    await transaction.done;
  }

  private inTurn(act: () => Promise<unknown>): void {
    this.tail = this.tail.then(act).catch((cause) => this.failed(cause));
  }

  private async attempt(act: (database: Database) => Promise<void>, database = this.database): Promise<void> {
    try {
      if (database) {
        await act(await database);
      }
    } catch (cause) {
      this.failed(cause);
    }
  }

  /** What the disk says; something else when it fails or does not answer in time. */
  private async inTime<T>(ask: (database: Database) => Promise<T>, otherwise: T): Promise<T> {
    const answer = (this.database ?? Promise.reject(new Error('closed'))).then(ask).catch((cause) => {
      this.failed(cause);
      return otherwise;
    });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<T>((resolve) => {
      timer = setTimeout(() => {
        this.late = true;
        resolve(otherwise);
      }, this.limits.openWaitMs);
    });
    return Promise.race([answer, late]).finally(() => clearTimeout(timer));
  }

  private failed(cause: unknown): void {
    const detail = `Nothing can be kept on this device: ${cause instanceof Error ? cause.message : cause}`;
    this.state.setState({ problem: factsOf(clientProblem('storage_unavailable', detail)) });
  }
}

/** It was looked at. */
async function touch(database: Database, scope: Scope): Promise<void> {
  const transaction = database.transaction('scopes', 'readwrite', { durability: 'relaxed' });
  const meta = await transaction.store.get(scope);
  if (meta) {
    transaction.store.put({ ...meta, usedAtMs: Date.now() });
  }
  await transaction.done;
}

function textOf(models: readonly ModelName[] | null): string {
  return models === null ? '*' : [...models].sort().join();
}
