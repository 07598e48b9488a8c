import type {
  ClientFrame,
  DeltaResponse,
  ResyncReason,
  ResyncRung,
  SyncEvent,
  Timestamp,
  Uuid,
} from './generated/protocol.js';
import type { Limits } from './limits.js';
import type { ModelName, Scope } from './model.js';
import type { ProblemFacts } from './problem.js';

/** What a transition may read besides its state: the clock and a random number are inputs, so that it stays pure. */
export interface Surroundings {
  readonly nowMs: number;
  /** In [0, 1). */
  readonly random: number;
  readonly limits: Limits;
}

export type ConnectionPhase = 'idle' | 'connecting' | 'open' | 'waiting' | 'unauthorized' | 'closed';

/** The one socket that all scopes share. */
export interface Connection {
  readonly phase: ConnectionPhase;
  /** Number of the newest socket; what older ones report is ignored. */
  readonly socket: number;
  /** Attempts since the server was last heard. */
  readonly attempt: number;
  /** When the next attempt is due, in `waiting`. */
  readonly retryAtMs: number | null;
  readonly heardAtMs: number;
  /** When the ping was sent that has had no answer yet. */
  readonly pingedAtMs: number | null;
  /** A fresh token was fetched since the server last accepted one. */
  readonly renewed: boolean;
  readonly problem: ProblemFacts | null;
}

/** Frames are events as they come: `reconnect` and `authenticated` here, `delta`, `subscribed` and `resync` of a scope. */
export type ConnectionEvent =
  | { readonly type: 'wanted' }
  | { readonly type: 'unwanted' }
  | { readonly type: 'opened'; readonly socket: number; readonly tokenLifeMs: number | null }
  | { readonly type: 'lost'; readonly socket: number; readonly code: number; readonly problem: ProblemFacts }
  | { readonly type: 'heard'; readonly socket: number }
  | { readonly type: 'reconnect'; readonly afterMs: number }
  | { readonly type: 'authenticated'; readonly expiresAt: Timestamp }
  | { readonly type: 'troubled'; readonly problem: ProblemFacts }
  | { readonly type: 'due'; readonly timer: ConnectionTimer }
  | { readonly type: 'online' }
  | { readonly type: 'offline' }
  /** The page, or the whole machine, slept or stood still; so long, if that can be told. */
  | { readonly type: 'resumed'; readonly awayMs: number }
  | { readonly type: 'denied'; readonly problem: ProblemFacts }
  | { readonly type: 'retry' }
  | { readonly type: 'shutdown' };

export type ConnectionTimer = 'connect' | 'reconnect' | 'ping' | 'pong' | 'token';

export type ScopePhase =
  | 'restoring'
  | 'loading'
  | 'compacting'
  | 'filling'
  | 'waiting'
  | 'ready'
  | 'catchingUp'
  | 'live'
  | 'refused';

/** What can be asked for: what the disk holds; then over HTTP, from the lowest rung up, all rows, those that changed, the changes. */
export type Rung = 'stored' | ResyncRung | 'delta';

/** How far one scope has come. */
export interface Following {
  readonly phase: ScopePhase;
  /** What to do after `waiting`. */
  readonly next: 'load' | 'compact' | 'fill' | 'subscribe';
  /** Rows are on the screen; they stay there until others replace them. */
  readonly loaded: boolean;
  /** Everything of the scope up to here has been applied, as far as the server says. */
  readonly cursor: number;
  /** Up to here it is proven: by the rows that were loaded, then by each event that names its neighbour. Never above the cursor. */
  readonly provenTo: number;
  readonly epoch: Uuid | null;
  /** Number of the newest HTTP request; answers to older ones are ignored. */
  readonly request: number;
  /** Failures since the scope was last live. */
  readonly attempt: number;
  readonly retryAtMs: number | null;
  /** What this socket knows of the scope. */
  readonly subscription: 'none' | 'asked' | 'caughtUp';
  /** Arrived while a hole was being filled. */
  readonly held: readonly SyncEvent[];
  readonly heldTo: number;
  /** Too much arrived to hold: subscribe anew after filling. */
  readonly overflowed: boolean;
  /** Holes filled in a row. */
  readonly fills: number;
  /** Only these models are followed; with a filter events no longer name their neighbour. */
  readonly models: readonly ModelName[] | null;
  readonly problem: ProblemFacts | null;
}

/** How far rows go that were loaded; the rows themselves are none of the machine's business. */
export interface Loaded {
  readonly lastSyncId: number;
  readonly epoch: Uuid;
  /** Up to here it is proven, where that is not so up to `lastSyncId`. */
  readonly provenTo?: number | undefined;
}

export type FollowingEvent =
  | { readonly type: 'snapshot'; readonly request: number; readonly body: Loaded }
  | { readonly type: 'compacted'; readonly request: number; readonly body: Loaded }
  | { readonly type: 'page'; readonly request: number; readonly body: DeltaResponse }
  | { readonly type: 'failed'; readonly request: number; readonly problem: ProblemFacts }
  | { readonly type: 'socketOpened' }
  | { readonly type: 'socketLost' }
  | { readonly type: 'delta'; readonly events: readonly SyncEvent[]; readonly latestSyncId: number }
  | { readonly type: 'subscribed'; readonly latestSyncId: number; readonly epoch: Uuid }
  | { readonly type: 'resync'; readonly reason: ResyncReason; readonly next?: ResyncRung | undefined }
  | { readonly type: 'rejected'; readonly problem: ProblemFacts }
  | { readonly type: 'due' }
  | { readonly type: 'nudge'; readonly to: number }
  | { readonly type: 'retry' };

export type ScopeEvent = FollowingEvent & { readonly scope: Scope };

export type MachineEvent =
  | ConnectionEvent
  | ScopeEvent
  | {
      readonly type: 'open';
      readonly scope: Scope;
      readonly models: readonly ModelName[] | null;
      /** The rows are there already, as far as this: they came with the page. */
      readonly from?: Loaded | null;
      /** A disk may hold its rows. */
      readonly stored?: boolean;
    }
  | { readonly type: 'release'; readonly scope: Scope };

export type Timer = ConnectionTimer | Scope;

/** What the driver shall do. */
export type Effect =
  | { readonly type: 'openSocket'; readonly socket: number; readonly freshToken: boolean }
  | { readonly type: 'closeSocket' }
  | { readonly type: 'send'; readonly frame: ClientFrame }
  | { readonly type: 'renewToken' }
  /** Asks over HTTP whether it is the token that keeps the socket from opening. */
  | { readonly type: 'probe' }
  | { readonly type: 'startTimer'; readonly timer: Timer; readonly delayMs: number }
  | { readonly type: 'stopTimer'; readonly timer: Timer }
  | {
      readonly type: 'fetch';
      readonly scope: Scope;
      readonly request: number;
      readonly rung: Rung;
      /** What the rung may need of these; a bootstrap needs neither cursor nor epoch. */
      readonly from: number;
      readonly epoch: Uuid | null;
      readonly models: readonly ModelName[] | null;
    }
  | { readonly type: 'replace'; readonly scope: Scope; readonly body: Loaded }
  | { readonly type: 'merge'; readonly scope: Scope; readonly body: Loaded }
  | {
      readonly type: 'apply';
      readonly scope: Scope;
      readonly events: readonly SyncEvent[];
      readonly cursor: number;
    }
  /** Takes everything held of the scope off the screen: the server says it may not be seen, or nobody looks. */
  | { readonly type: 'evict'; readonly scope: Scope };

export interface Step<S> {
  readonly state: S;
  readonly effects: readonly Effect[];
}
