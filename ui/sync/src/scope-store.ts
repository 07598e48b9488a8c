import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CompactedDeltaResponse, SyncEvent, Uuid } from './generated/protocol.js';
import type { Scope } from './model.js';
import type { ProblemFacts } from './problem.js';
import { emptyReplica, foldEvents, foldRows, type Overlay, type Replica, replaceAll } from './replica.js';
import type { Snapshot } from './seams.js';
import type { Tables, Timelines } from './timelines.js';

/** What one sees of a scope. A value: what did not change between two states is the same object in both. */
export interface SyncState {
  readonly scope: Scope;
  /** The rows are there. Once true it stays so through breaks and resyncs. */
  readonly ready: boolean;
  /** The rows by model and id: `models.Message.get(id)`. Own pending changes are in them. */
  readonly models: Tables;
  /** What each agent did, of all models in one order: `timelines.of(agentId)`. */
  readonly timelines: Timelines;
  /** Everything of the scope up to this sync id is in the rows. */
  readonly lastSyncId: number;
  /** The life of the server's log that `lastSyncId` belongs to. */
  readonly epoch: Uuid | null;
  /** Own changes that are shown and not yet confirmed, oldest first. */
  readonly overlays: readonly Overlay[];
  /** Why the server refuses this scope, when it does. */
  readonly problem: ProblemFacts | null;
}

export interface ScopeStoreOptions {
  readonly renderIntervalMs: number;
  /** Something was published; with the mutations whose events were in it. */
  readonly onChange: (mutationIds: ReadonlySet<string>) => void;
}

const none: ReadonlySet<string> = new Set();

/** Holds one scope's replica and publishes it: one `set` per frame, and no more than one per rendered picture. */
export class ScopeStore {
  readonly store: StoreApi<SyncState>;
  private replica: Replica;
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
    this.replica = emptyReplica(scope);
    this.store = createStore<SyncState>()(() => this.view());
  }

  /** The replica with all that has arrived, also what is not published yet. */
  get current(): Replica {
    return this.replica;
  }

  apply(events: readonly SyncEvent[], cursor: number): void {
    this.queued = this.queued.length === 0 ? [...events] : this.queued.concat(events);
    this.cursor = cursor;
    if (this.timer !== null) {
      return;
    }
    const dueInMs = this.publishedAtMs + this.options.renderIntervalMs - performance.now();
    if (dueInMs <= 0) {
      this.change((replica) => replica);
    } else {
      this.timer = setTimeout(() => this.change((replica) => replica), dueInMs);
    }
  }

  replace(snapshot: Snapshot, pending: readonly Overlay[]): void {
    this.ready = true;
    this.problem = null;
    this.queued = [];
    this.cursor = snapshot.lastSyncId;
    this.provenTo = snapshot.provenTo ?? snapshot.lastSyncId;
    this.change((replica) => replaceAll(replica, snapshot, pending));
  }

  merge(rows: CompactedDeltaResponse): void {
    this.change((replica) => {
      this.cursor = rows.lastSyncId;
      this.provenTo = rows.lastSyncId;
      return foldRows(replica, rows);
    });
  }

  /** Changes the replica, after what has arrived; both show in one step. */
  change(update: (replica: Replica) => Replica): void {
    if (this.timer !== null) {
      clearTimeout(this.timer);
      this.timer = null;
    }
    const events = this.queued;
    const folded =
      events.length > 0 || this.cursor !== this.replica.lastSyncId
        ? foldEvents(this.replica, events, this.cursor)
        : this.replica;
    this.provenTo = events.at(-1)?.id ?? this.provenTo;
    this.queued = [];
    const next = update(folded);
    if (next !== this.replica || this.ready !== this.store.getState().ready) {
      this.replica = next;
      this.publish(events.length === 0 ? none : new Set(events.map((event) => event.mutation_id)));
    }
  }

  /** Forgets the rows: they may not be seen any more, or nobody looks. */
  evict(problem: ProblemFacts | null): void {
    this.queued = [];
    this.cursor = 0;
    this.ready = false;
    this.problem = problem;
    this.change(() => emptyReplica(this.scope));
  }

  private publish(mutationIds: ReadonlySet<string>): void {
    this.publishedAtMs = performance.now();
    this.store.setState(this.view(), true);
    this.options.onChange(mutationIds);
  }

  private view(): SyncState {
    const { scope, tables, timelines, lastSyncId, epoch, overlays } = this.replica;
    const { ready, problem } = this;
    return { scope, ready, models: tables, timelines, lastSyncId, epoch, overlays, problem };
  }
}
