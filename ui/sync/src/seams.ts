import type { BootstrapResponse, SyncEvent, Uuid } from './generated/protocol.js';
import type { Http } from './http.js';
import type { Limits } from './limits.js';
import type { ModelName, Scope } from './model.js';
import type { Overlay } from './overlay.js';
import type { PendingMutation } from './pending.js';
import type { ProblemFacts } from './problem.js';
import type { Replica } from './replica.js';
import type { ScopeStore, SyncState } from './scope-store.js';
import type { SocketConstructor } from './socket.js';

/*
 * What one may plug into the client: a disk, the other tabs of the browser, models that load late. Only types, so that
 * an app ships what it plugs in and no more.
 */

/** All rows of a scope at a sync id. */
export interface Snapshot extends BootstrapResponse {
  readonly epoch: Uuid;
  /** Up to here it is proven; of what the server sends, up to `lastSyncId`. */
  readonly provenTo?: number | undefined;
  /** Models that it has no rows of, though they are followed. */
  readonly absent?: readonly ModelName[] | undefined;
}

/** Keeps confirmed rows and one's own mutations beyond the life of a page. Nothing of it throws or hangs for good. */
export interface SyncStorage {
  /** Whose data it is: a token of anybody else ends the client. */
  readonly principal: string;
  /** What tells it from others; tabs of the same name belong together. */
  nameFor(server: string): string;
  /**
   * Opens it for a server.
   *
   * @param onLate it has opened after all, when nobody waited any more
   */
  open(server: string, onLate: () => void): void;
  /** The mutations that are kept, in any order; none when the disk fails, or does not answer in time. */
  mutations(): Promise<readonly PendingMutation[]>;
  /** Resolves once it is on disk, or can't be. */
  put(mutation: PendingMutation): Promise<void>;
  /** After the rows that show its effect. */
  remove(mutationId: string): void;
  /** The rows that are kept of a scope; null when there are none, or they are of other models. */
  load(scope: Scope, models: readonly ModelName[] | null): Promise<Snapshot | null>;
  /** The scope has come to be this; it is written soon. */
  keep(scope: Scope, replica: Replica, provenTo: number, models: readonly ModelName[] | null): void;
  /** Nobody looks at the scope any more: what is kept stays. */
  release(scope: Scope): void;
  /** The scope may not be seen any more. */
  evict(scope: Scope): void;
  close(): void;
  /** Deletes what is kept for this principal, once it is closed: all, or only the rows. */
  wipe(server: string, what?: 'all' | 'rows'): Promise<void>;
}

/** What the other tabs have of this one's queue. */
export interface SharedQueue {
  /** Whether this tab is the one that sends. */
  lead(leads: boolean): void;
  /** What another tab says of a mutation; with the answer, where it has just come. */
  adopt(mutation: PendingMutation, byLeader: boolean, record?: unknown): void;
  /** It is done with. */
  forget(mutationId: string): void;
  /** Those that this tab knows; only its own ones, or all. */
  known(own: boolean): readonly PendingMutation[];
  /** Looks for mutations on disk that it was never told of. */
  reread(): void;
  discard(mutationId: string): Promise<boolean>;
  resend(mutationId: string): Promise<unknown>;
}

/** What the client needs in order to share one socket and one queue with other tabs. */
export interface SyncTabs {
  /** @param name tabs of the same name belong together: same server, same principal */
  join(name: string, WebSocket: SocketConstructor, queue: SharedQueue): TabSeat;
}

export interface TabSeat {
  /** Leads to the one socket. */
  readonly WebSocket: SocketConstructor;
  /** @param stored when it is on disk */
  changed(mutation: PendingMutation, record: unknown, stored: Promise<void> | undefined): void;
  removed(mutationId: string): void;
  /** Has the tab that leads do it. */
  ask(what: 'discard' | 'resend', mutationId: string): Promise<boolean>;
  leave(): void;
}

/** Which models load late is up to the scope; nothing where all of them load at once. */
export type SyncLazy = (scope: Scope, options: LazyOptions) => LazySeat;

/** What loading late needs of the client. */
export interface LazyOptions {
  readonly http: Http;
  readonly limits: Limits;
  /** What must be shown on top of rows that were loaded. */
  readonly pending: () => readonly Overlay[];
  /** The scope shall catch up as far as that. */
  readonly nudge: (to: number) => void;
  readonly refused: (problem: ProblemFacts) => void;
}

/** What one reads rows from. */
export type Readings = Pick<SyncState, 'models' | 'timelines'>;

export interface LazySeat {
  /** Models that nobody has read, and that are not loaded. */
  readonly unasked: ReadonlySet<ModelName>;
  join(rows: ScopeStore): void;
  /** The same, and notices who reads what. */
  readings(state: Readings): Readings;
  /** Events as they come. */
  keep(events: readonly SyncEvent[]): void;
  /** Something was published: there may be rows to ask for, or to add. */
  look(): void;
  /** The rows are gone, and who reads them reads for the first time. */
  forget(): void;
  stop(): void;
}
