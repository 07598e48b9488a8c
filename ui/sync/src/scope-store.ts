import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SyncEvent, Uuid } from './generated/protocol.js';
import type { Limits } from './limits.js';
import type { Loaded } from './machine-types.js';
import type { ModelName, Scope } from './model.js';
import type { Fresh } from './ordered.js';
import type { Overlay } from './overlay.js';
import type { ProblemFacts } from './problem.js';
import {
  confirmed,
  emptyReplica,
  foldEvents,
  foldLines,
  type Line,
  type Replica,
  replaceAll,
  sizeOf,
  swap,
  swapChanged,
  tooManyRows,
} from './replica.js';
import type { LazySeat, Snapshot } from './seams.js';
import { pause } from './stream.js';
import type { Tables, Timelines } from './timelines.js';

/** What one sees of a scope. A value: what did not change between two states is the same object in both. */
export interface SyncState {
  readonly scope: Scope;
  /** The rows are there. Once true it stays so through breaks and resyncs; before, those that came so far are shown. */
  readonly ready: boolean;
  /** Models whose rows are not here: lazy ones, which load when first read. */
  readonly missing: readonly ModelName[];
  /** The rows by model and id: `models.Message.get(id)`. Own pending changes are in them. */
  readonly models: Tables;
  /** What each agent did, of all models in one order: `timelines.of(agentId)`. */
  readonly timelines: Pick<Timelines, 'of'>;
  /** Everything of the scope up to this sync id is in the rows. */
  readonly lastSyncId: number;
  /** The life of the server's log that `lastSyncId` belongs to. */
  readonly epoch: Uuid | null;
  /** Own changes that are shown and not yet confirmed, oldest first. */
  readonly overlays: readonly Overlay[];
  /** Why the server refuses this scope, when it does. */
  readonly problem: ProblemFacts | null;
}

/** Events that were published, and the replica before and after them. */
export type Watcher = (events: readonly SyncEvent[], before: Replica, after: Replica) => void;

export interface ScopeStoreOptions
  extends Pick<Limits, 'renderIntervalMs' | 'partIntervalMs' | 'scopeRowsMax'> {
  /** Sees to models that are not loaded before somebody reads them. */
  readonly lazy?: LazySeat | undefined;
  /** What must be shown on top of rows that were loaded. */
  readonly pending: () => readonly Overlay[];
  /** Something was published; with the mutations whose events were in it. */
  readonly onChange: (mutationIds: ReadonlySet<string>) => void;
  /** There are more rows than may be. */
  readonly refused: (problem: ProblemFacts) => void;
}

const none: ReadonlySet<never> = new Set();
/** Loading goes on for so many times as long as rendering a part took: many rows render slowly. */
const pausePerShow = 9;
const same = (replica: Replica): Replica => replica;

/** Holds one scope's replica and publishes it: one `set` per frame, and no more than one per rendered picture. */
export class ScopeStore {
  readonly store: StoreApi<SyncState>;
  watcher: Watcher | null = null;
  /** Counts how often the rows were swapped for others. */
  generation = 0;
  /** Rows are being loaded that will take the place of these. */
  busy = false;
  private replica: Replica;
  private incoming: Replica;
  /** How long it took to render a part. */
  private showMs = 0;
  /** What the load has made that nobody has seen yet. */
  private fresh: Fresh = new Set();
  private ready = false;
  private problem: ProblemFacts | null = null;
  private queued: SyncEvent[] = [];
  private cursor = 0;
  /** Up to here the replica is proven to be whole. */
  provenTo = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private publishedAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    readonly scope: Scope,
    private readonly options: ScopeStoreOptions,
  ) {
    options.lazy?.join(this);
    this.replica = this.incoming = this.empty();
    let initial = this.view();
    const store = createStore<SyncState>()(() => initial);
    this.store = { ...store, getInitialState: () => initial };
    this.hydrate = (snapshot) => {
      this.replace(snapshot);
      initial = store.getState();
    };
  }

  /** Rows that came with the page; a first rendering shows exactly them. */
  readonly hydrate: (snapshot: Snapshot) => void;

  /** The replica with all that has arrived, also what is not published yet. */
  get current(): Replica {
    return this.replica;
  }

  /** How far the rows go; null when there are none to go on from. */
  get point(): Loaded | null {
    const { epoch } = this.replica;
    return this.ready && epoch !== null && this.cursor > 0 ? { lastSyncId: this.cursor, epoch } : null;
  }

  apply(events: readonly SyncEvent[], cursor: number): void {
    this.options.lazy?.keep(events);
    this.queued = this.queued.length === 0 ? [...events] : this.queued.concat(events);
    this.cursor = cursor;
    this.later(this.options.renderIntervalMs);
  }

  /** Rows are going to be loaded: all, or those that changed. The answer tells which models not to load. */
  begin(all: boolean, absent: ReadonlySet<ModelName> = this.unasked): ReadonlySet<ModelName> {
    this.change(same);
    this.busy = true;
    this.fresh = new Set();
    this.incoming = all ? emptyReplica(this.scope, absent) : confirmed(this.replica);
    return this.incoming.absent;
  }

  /** Rows of the load that has begun. On a first load they show as they come. Gives how many there are by now. */
  part(lines: readonly Line[]): number {
    this.incoming = foldLines(this.incoming, this.replica, lines, this.fresh);
    const size = sizeOf(this.incoming);
    if (!this.ready && size > sizeOf(this.replica)) {
      this.later(Math.max(this.options.partIntervalMs, this.showMs * pausePerShow));
    }
    return size;
  }

  /** The load is whole, and no part before was. */
  finish(point: Loaded, all: boolean): void {
    const rows = this.incoming;
    this.fresh = new Set();
    this.load(
      (replica) =>
        all ? swap(replica, rows, point, this.options.pending()) : swapChanged(replica, rows, point),
      point,
    );
  }

  /** A snapshot that is there as a whole. */
  replace(snapshot: Snapshot): void {
    this.load((replica) => replaceAll(replica, snapshot, this.options.pending(), this.unasked), snapshot);
  }

  /** Changes the replica, after what has arrived; both show in one step. */
  change(update: (replica: Replica) => Replica): void {
    if (this.timer !== null) {
      clearTimeout(this.timer);
      this.timer = null;
    }
    const events = this.queued;
    const before = this.replica;
    const folded =
      events.length > 0 || this.cursor !== before.lastSyncId
        ? foldEvents(before, events, this.cursor)
        : before;
    this.provenTo = events.at(-1)?.id ?? this.provenTo;
    this.queued = [];
    const next = update(folded);
    if (next !== before || this.ready !== this.store.getState().ready) {
      this.replica = next;
      this.watcher?.(events, before, folded);
      this.publish(events.length === 0 ? none : new Set(events.map((event) => event.mutation_id)));
      if (this.ready && sizeOf(next) > this.options.scopeRowsMax) {
        this.options.refused(tooManyRows(this.options.scopeRowsMax));
      }
    }
  }

  /** Forgets the rows: they may not be seen any more, or nobody looks. */
  evict(problem: ProblemFacts | null): void {
    this.queued = [];
    this.cursor = 0;
    this.renew(false, problem);
    this.options.lazy?.forget();
    this.incoming = this.empty();
    this.change(() => this.incoming);
  }

  private empty(): Replica {
    return emptyReplica(this.scope, this.unasked);
  }

  private load(update: (replica: Replica) => Replica, { lastSyncId, provenTo }: Loaded): void {
    this.renew(true, null);
    this.change((replica) => {
      this.cursor = lastSyncId;
      this.provenTo = provenTo ?? lastSyncId;
      return update(replica);
    });
    this.incoming = this.empty();
  }

  private renew(ready: boolean, problem: ProblemFacts | null): void {
    this.ready = ready;
    this.problem = problem;
    this.generation += 1;
    this.busy = false;
  }

  /** Publishes what has come, but not more often than that. */
  private later(intervalMs: number): void {
    if (this.timer !== null) {
      return;
    }
    const dueInMs = this.publishedAtMs + intervalMs - performance.now();
    if (dueInMs <= 0) {
      this.show();
    } else {
      this.timer = setTimeout(() => this.show(), dueInMs);
    }
  }

  private show(): void {
    this.fresh = new Set();
    if (!this.ready) {
      this.time();
    }
    this.change((replica) =>
      this.ready
        ? replica
        : swap(replica, this.incoming, { lastSyncId: 0, epoch: null }, this.options.pending()),
    );
  }

  /** How long whoever renders the rows takes for it, until the page has its next turn. */
  private time(): void {
    const fromMs = performance.now();
    void pause().then(() => {
      this.showMs = performance.now() - fromMs;
    });
  }

  private publish(mutationIds: ReadonlySet<string>): void {
    this.publishedAtMs = performance.now();
    this.store.setState(this.view(), true);
    this.options.onChange(mutationIds);
    this.options.lazy?.look();
  }

  private get unasked(): ReadonlySet<ModelName> {
    return this.options.lazy?.unasked ?? none;
  }

  private view(): SyncState {
    const { scope, tables: models, timelines, lastSyncId, epoch, overlays, absent } = this.replica;
    const { ready, problem } = this;
    const rows = { models, timelines };
    const shown = this.options.lazy?.readings(rows) ?? rows;
    return { scope, ready, missing: [...absent], ...shown, lastSyncId, epoch, overlays, problem };
  }
}
