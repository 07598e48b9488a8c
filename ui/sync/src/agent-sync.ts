import { createStore, type StoreApi } from 'zustand/vanilla';
import { Driver } from './driver.js';
import type { BootstrapResponse, Timestamp, Uuid } from './generated/protocol.js';
import { Handle, type Readable, type ScopeHandle, showConnection } from './handle.js';
import { type Fetch, Http, type HttpCall } from './http.js';
import { listenToLife } from './life.js';
import { defaultLimits, type Limits } from './limits.js';
import type { Machine } from './machine.js';
import { type ModelName, type Models, type Row, type Scope, scopeId } from './model.js';
import { type MutationName, type Mutations, scopedRequest } from './mutations.js';
import type { Overlay } from './overlay.js';
import type { PendingMutation } from './pending.js';
import { mutationsBy, type Plan, plan } from './plans.js';
import { clientProblem, type ProblemFacts, type SyncProblem } from './problem.js';
import { MutationQueue } from './queue.js';
import { addOverlay, confirmOverlay, dropOverlay, holdsOverlay } from './replica.js';
import { ScopeStore } from './scope-store.js';
import type { SyncLazy, SyncStorage, SyncTabs, TabSeat } from './seams.js';
import type { SocketConstructor } from './socket.js';
import { type ConnectionState, connectionState } from './status.js';
import { compareTimestamps } from './time.js';
import { type TokenOption, TokenSource } from './token.js';

export interface AgentSyncOptions {
  /** Where the server is, such as `https://sync.example.org`. Default: where the page came from. */
  baseUrl?: string | undefined;
  /** A token, or a function that gets a fresh one: it is asked at the start, before expiry and after a refusal. */
  token: TokenOption;
  /** Default: `/sync` at `baseUrl`, as ws or wss. */
  socketUrl?: string | undefined;
  fetch?: Fetch | undefined;
  WebSocket?: SocketConstructor | undefined;
  /** Which models to follow in a scope; undefined for all. */
  models?: ((scope: Scope) => readonly ModelName[] | undefined) | undefined;
  /** Loads models of a scope only when they are first read: `lazyModels(…)` of `@openagents/sync/lazy`. */
  lazy?: SyncLazy | undefined;
  /** Rows that came with the page, from `prefetch` of `@openagents/sync/server`. */
  snapshot?: ScopeSnapshots | undefined;
  /** Keeps rows and mutations on disk: `indexedDb({ principal })` of `@openagents/sync/indexed-db`. */
  storage?: SyncStorage | undefined;
  /** Shares socket and queue with other tabs: `sharedTabs()` of `@openagents/sync/tabs`. Needs `storage`, which says whose. */
  tabs?: SyncTabs | undefined;
  /** A mutation was refused for good and taken back. Its promise fails as well. */
  onRefused?: ((problem: SyncProblem, mutation: PendingMutation) => void) | undefined;
  /** Where `online`, `visibilitychange`, `freeze` and their like are heard. Default: the window, where there is one. */
  signals?: EventTarget | undefined;
  limits?: Partial<Limits> | undefined;
}

/** Scopes with their rows, as JSON can carry them. */
export type ScopeSnapshots = { readonly [scope: Scope]: BootstrapResponse };

export interface AgentSync {
  /** The same handle for the same scope. */
  scope(scope: Scope): ScopeHandle;
  readonly mutate: Mutations;
  readonly connection: Readable<ConnectionState>;
  /** Own mutations without an answer, oldest first; of all tabs that share the queue. */
  readonly pending: Readable<readonly PendingMutation[]>;
  /** Puts rows in place that were loaded elsewhere; scopes go on from there. */
  hydrate(snapshot: ScopeSnapshots): void;
  /** Own mutations that were refused for good, with the reason in `lastProblem`, until one of the two below is called. */
  readonly deadLetters: Readable<readonly PendingMutation[]>;
  /** Sends a refused mutation once more. */
  resend(mutationId: string): Promise<unknown>;
  /** Puts a refused mutation away, or takes back one that was never sent. False when it is on its way already. */
  discard(mutationId: string): Promise<boolean>;
  /** Hears of each mutation as it is made here; `@openagents/sync/undo` builds on it. */
  onMutation(listener: (made: MadeMutation) => void): () => void;
  /** What the server answers to a GET of that path, as JSON; `@openagents/sync/audit` builds on it. */
  read(path: string): Promise<unknown>;
  /** The same for what is no JSON or too long to be read at once; with a body, for what is no mutation of rows. */
  fetch(path: string, call?: Pick<HttpCall, 'method' | 'body'>): Promise<Response>;
  /** Tries again now: to connect, to load what was refused, to send what waits. */
  retry(): void;
  /** The inside, for `@openagents/sync/inspector`. No part of the API: it changes without notice. */
  inspect(): Inspected;
  /**
   * Ends everything and leaves nothing behind: rows, changes that were never sent, what other tabs keep on the same disk.
   * Fails where the disk can't be wiped.
   */
  signOut(): Promise<void>;
  /** Ends everything. Promises of mutations without an answer fail with code `closed`. */
  close(): void;
}

export interface Inspected {
  readonly driver: Driver;
  readonly http: Http;
  readonly handles: ReadonlyMap<Scope, Handle>;
}

/** A mutation that was just made, with the row as it showed before. */
export interface MadeMutation {
  readonly id: string;
  readonly name: MutationName;
  readonly model: ModelName;
  readonly modelId: Uuid;
  readonly request: object;
  /** What it set, as far as is known here. */
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly before: Row | undefined;
  readonly answer: Promise<unknown>;
  /** The row as it shows now. */
  now(): Row | undefined;
}

/** The client of one server for one principal. Connects when the first scope is opened. */
export function createAgentSync(options: AgentSyncOptions): AgentSync {
  return new Client(options);
}

class Client implements AgentSync {
  readonly connection: StoreApi<ConnectionState>;
  readonly pending: Readable<readonly PendingMutation[]>;
  readonly deadLetters: Readable<readonly PendingMutation[]>;
  readonly mutate: Mutations;
  private readonly restoring: Promise<void> | undefined;
  private readonly seat: TabSeat | undefined;
  private readonly listeners = new Set<(made: MadeMutation) => void>();
  readonly handles = new Map<Scope, Handle>();
  private readonly limits: Limits;
  readonly http: Http;
  readonly driver: Driver;
  private readonly queue: MutationQueue;
  private readonly stopListening: () => void;
  private readonly baseUrl: string;

  constructor(private readonly options: AgentSyncOptions) {
    this.limits = { ...defaultLimits, ...options.limits };
    const baseUrl = (options.baseUrl ?? globalThis.location?.origin ?? '').replace(/\/$/, '');
    this.baseUrl = baseUrl;
    const { storage, tabs } = options;
    const tokens = new TokenSource(options.token, this.limits, storage?.principal);
    const WebSocket = options.WebSocket ?? (globalThis.WebSocket as unknown as SocketConstructor);
    this.http = new Http({
      baseUrl,
      fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
      tokens,
      limits: this.limits,
      onDenied: (problem) => this.deny(problem),
    });
    storage?.open(baseUrl, () => this.queue.reread());
    // The storage knows whose tabs belong together: without it, nobody could tell.
    const shares = storage && tabs;
    this.queue = new MutationQueue(this.http, this.limits, this.outlet(), !shares, !storage);
    this.seat = storage && tabs?.join(storage.nameFor(baseUrl), WebSocket, this.queue);
    this.driver = new Driver({
      http: this.http,
      tokens,
      socketUrl: options.socketUrl ?? `${baseUrl.replace(/^http/, 'ws')}/sync`,
      WebSocket: this.seat?.WebSocket ?? WebSocket,
      limits: this.limits,
      store: (scope) => this.handle(scope).rows,
      expected: (scope) => this.queue.makes(scopeId(scope)),
      stored: async (scope, models) => {
        // Rows and what waits to be sent show in one step.
        await this.restoring;
        return storage?.load(scope, models) ?? null;
      },
      evict: (scope, problem) => this.evict(scope, problem),
      deny: (problem) => this.deny(problem),
      onStep: (machine, before) => this.stepped(machine, before),
    });
    this.pending = this.queue.ledger.pending;
    this.deadLetters = this.queue.ledger.deadLetters;
    this.mutate = mutationsBy((name, request) => this.enqueue(name, request));
    this.connection = createStore<ConnectionState>()(() => this.shownConnection());
    this.stopListening = this.listen(options.signals ?? globalThis.window);
    this.hydrate(options.snapshot ?? {});
    this.restoring = storage && this.queue.reread();
  }

  hydrate(snapshot: ScopeSnapshots): void {
    for (const [scope, rows] of Object.entries(snapshot) as [Scope, BootstrapResponse][]) {
      this.handle(scope).rows.hydrate(rows);
    }
  }

  scope(scope: Scope): ScopeHandle {
    return this.handle(scope);
  }

  async read(path: string): Promise<unknown> {
    return (await this.http.call({ path })).body;
  }

  fetch(path: string, call?: Pick<HttpCall, 'method' | 'body'>): Promise<Response> {
    return this.http.begun({ path, headers: { Accept: '*/*' }, ...call });
  }

  retry(): void {
    this.driver.dispatch({ type: 'retry' });
    this.queue.hurry();
  }

  resend(mutationId: string): Promise<unknown> {
    return this.queue.resend(mutationId);
  }

  discard(mutationId: string): Promise<boolean> {
    return this.queue.discard(mutationId);
  }

  onMutation(listener: (made: MadeMutation) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  inspect(): Inspected {
    return this;
  }

  close(): void {
    this.stopListening();
    this.http.close();
    this.queue.close();
    for (const handle of this.handles.values()) {
      handle.stop();
    }
    this.driver.dispatch({ type: 'shutdown' });
    this.seat?.leave();
    this.options.storage?.close();
  }

  private handle(scope: Scope): Handle {
    const known = this.handles.get(scope);
    if (known) {
      return known;
    }
    const refused = (problem: ProblemFacts) => this.driver.dispatch({ type: 'rejected', scope, problem });
    const pending = () => this.queue.overlays();
    const lazy = this.options.lazy?.(scope, {
      http: this.http,
      limits: this.limits,
      pending,
      nudge: (to) => this.driver.dispatch({ type: 'nudge', scope, to }),
      refused,
    });
    const rows = new ScopeStore(scope, {
      ...this.limits,
      lazy,
      pending,
      onChange: (mutationIds) => this.changed(scope, mutationIds),
      refused,
    });
    const handle = new Handle(scope, rows, this.driver, this.limits.scopeLingerMs, {
      models: this.options.models?.(scope) ?? null,
      stored: this.options.storage !== undefined,
      mutations: mutationsBy(async (name, request) =>
        this.enqueue(name, scopedRequest(name, request, scope)),
      ),
      lazy,
    });
    this.handles.set(scope, handle);
    return handle;
  }

  private async enqueue(name: MutationName, request: object): Promise<unknown> {
    if (this.driver.machine.connection.phase === 'closed') {
      throw clientProblem('closed', 'The client was closed.');
    }
    const known = {
      nowMs: Date.now(),
      row: <M extends ModelName>(model: M, id: Uuid) => this.row(model, id),
      newest: (agentId: Uuid) => this.newest(agentId),
    };
    const planned = plan(name, request as Parameters<Mutations[typeof name]>[0], known);
    const made = this.made(planned, request);
    const record = await made.answer;
    const opens = planned.action === 'insert' ? scopeOf(planned.model, planned.modelId) : null;
    if (opens !== null) {
      this.driver.dispatch({ type: 'retry', scope: opens });
    }
    return record;
  }

  private made(planned: Plan, request: object): MadeMutation {
    const { name, model, modelId, data } = planned;
    const before = this.row(model, modelId);
    const now = () => this.row(model, modelId);
    const made = { name, model, modelId, data, request, before, now, ...this.queue.add(planned) };
    for (const listener of this.listeners) {
      listener(made);
    }
    return made;
  }

  private changed(scope: Scope, mutationIds: ReadonlySet<string>): void {
    const { rows, models } = this.handle(scope);
    const { ready, lastSyncId } = rows.store.getState();
    if (ready && lastSyncId > 0) {
      this.options.storage?.keep(scope, rows.current, rows.provenTo, models);
    }
    this.queue.witness(mutationIds);
  }

  async signOut(): Promise<void> {
    this.end(null);
    await this.options.storage?.wipe(this.baseUrl);
  }

  /** A token of somebody else: nothing here is theirs to see, and nothing that waits here is theirs to send. */
  private deny(problem: SyncProblem): void {
    this.driver.dispatch({ type: 'denied', problem });
    if (problem.code === 'wrong_principal') {
      this.end(problem);
      // What waits is kept for who made it; a disk that can't be wiped has said so already.
      this.options.storage?.wipe(this.baseUrl, 'rows').catch(() => undefined);
    }
  }

  private end(problem: ProblemFacts | null): void {
    this.close();
    for (const { rows } of this.handles.values()) {
      rows.evict(problem);
    }
  }

  private evict(scope: Scope, problem: ProblemFacts | null): void {
    const { storage } = this.options;
    problem === null ? storage?.release(scope) : storage?.evict(scope);
    this.handle(scope).rows.evict(problem);
  }

  private row<M extends ModelName>(model: M, id: Uuid): Models[M] | undefined {
    for (const { rows } of this.handles.values()) {
      const row = rows.current.tables[model].get(id);
      if (row) {
        return row;
      }
    }
    return undefined;
  }

  private newest(agentId: Uuid): Timestamp | undefined {
    let newest: Timestamp | undefined;
    for (const { rows } of this.handles.values()) {
      const last = rows.current.timelines.of(agentId).at(-1)?.row.created_at;
      if (last !== undefined && (newest === undefined || compareTimestamps(last, newest) > 0)) {
        newest = last;
      }
    }
    return newest;
  }

  private outlet() {
    const every = (update: (rows: ScopeStore) => void) => {
      for (const { rows } of this.handles.values()) {
        update(rows);
      }
    };
    const showing = (id: string) =>
      [...this.handles.values()].filter(({ rows }) => holdsOverlay(rows.current, id));
    return {
      show: (overlays: readonly Overlay[]) =>
        every((rows) => rows.change((replica) => overlays.reduce(addOverlay, replica))),
      confirm: (id: string, syncId: number) =>
        every((rows) => rows.change((replica) => confirmOverlay(replica, id, syncId))),
      drop: (id: string) => every((rows) => rows.change((replica) => dropOverlay(replica, id))),
      shows: (id: string) => showing(id).length > 0,
      nudge: (id: string, to: number) => {
        for (const { scope } of showing(id)) {
          this.driver.dispatch({ type: 'nudge', scope, to });
        }
      },
      refused: (problem: SyncProblem, mutation: PendingMutation) =>
        this.options.onRefused?.(problem, mutation),
      changed: (mutation: PendingMutation, record?: unknown) => {
        const stored = this.options.storage?.put(mutation);
        this.seat?.changed(mutation, record, stored);
      },
      removed: (id: string) => {
        this.options.storage?.remove(id);
        this.seat?.removed(id);
      },
      ask: async (what: 'discard' | 'resend', id: string) => this.seat?.ask(what, id) ?? false,
      stored: async () => this.options.storage?.mutations() ?? [],
    };
  }

  private stepped(machine: Machine, before: Machine): void {
    if (machine === before) {
      return;
    }
    showConnection(this.connection, connectionState(machine));
    for (const handle of this.handles.values()) {
      showConnection(handle.connection, connectionState(machine, handle.scope));
    }
    if (machine.connection.phase === 'open' && before.connection.phase !== 'open') {
      this.queue.hurry();
    }
  }

  private shownConnection(): ConnectionState {
    return { ...connectionState(this.driver.machine), since: Date.now() };
  }

  private listen(signals: EventTarget | undefined): () => void {
    return listenToLife(signals, this.limits, {
      online: () => {
        this.driver.dispatch({ type: 'online' });
        this.queue.hurry();
      },
      offline: () => this.driver.dispatch({ type: 'offline' }),
      resumed: (awayMs) => {
        if (awayMs >= this.limits.socketSilenceMaxMs) {
          this.http.cut();
        }
        this.driver.dispatch({ type: 'resumed', awayMs });
        this.queue.hurry();
      },
    });
  }
}

/** The scope that a new row opens, if it does. */
function scopeOf(model: ModelName, id: Uuid): Scope | null {
  switch (model) {
    case 'Org':
      return `org:${id}`;
    case 'Agent':
      return `agent:${id}`;
    default:
      return null;
  }
}
