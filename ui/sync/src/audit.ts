import { createStore } from 'zustand/vanilla';
import type { AgentSync } from './agent-sync.js';
import type { BootstrapResponse, HistoryResponse, TraceResponse, Uuid } from './generated/protocol.js';
import type { ScopeHandle } from './handle.js';
import { queryOf } from './http.js';
import { defaultLimits } from './limits.js';
import type { ModelName, Scope } from './model.js';
import type { ScopedMutations } from './mutations.js';
import { mutationsBy } from './plans.js';
import { clientProblem } from './problem.js';
import { ScopeStore } from './scope-store.js';
import type { ConnectionState } from './status.js';

export interface HistoryPage {
  /** Which entries come first. Default: the oldest. */
  order?: 'oldest' | 'newest' | undefined;
  /** The `nextCursor` of the page before. */
  cursor?: number | undefined;
  limit?: number | undefined;
}

export type ExportFormat = 'csv' | 'jsonl';

/** The last line of an export, without which it is not whole. */
const exportEnd = /"?"end"?":true/;
const exportEndCharacters = 2_000;

function brokenOff(cause?: unknown): never {
  throw clientProblem('bad_answer', 'The export broke off. Try again.', cause);
}

/** What the server knows of what was. */
export interface Audit {
  /** What became of one thing, event by event; also of one that is deleted. */
  history(model: ModelName, id: Uuid, page?: HistoryPage): Promise<HistoryResponse>;
  /** The whole history of a scope as a file; fails when it broke off. */
  export(scope: Scope, format: ExportFormat): Promise<Blob>;
  /** What came of one mutation: command, events, sync events. */
  trace(mutationId: string): Promise<TraceResponse>;
  /**
   * A scope as it was at a sync id or a time: a client of its own, whose rows never change and whose mutations fail
   * with code `closed`. It has that scope only, under whatever name it is asked for.
   *
   * @param around some models of the org at the same moment, for the names of what the scope only refers to
   */
  past(scope: Scope, asOf: number | string, around?: Around): Promise<AgentSync>;
}

export interface Around {
  scope: Scope;
  models: readonly ModelName[];
}

/** The audit that a client can ask for. It is apart, so that only those ship it who use it. */
export function auditOf(sync: Pick<AgentSync, 'read' | 'fetch'>): Audit {
  const get = async <T>(path: string) => (await sync.read(path)) as T;
  return {
    history: (model, id, { order, cursor, limit } = {}) =>
      get(`/audit/${model}/${id}?${queryOf({ order, cursor, limit })}`),
    export: async (scope, format) => {
      const answer = await sync.fetch(`/audit/export?${queryOf({ scope, format })}`);
      const file = await answer.blob().catch(brokenOff);
      return exportEnd.test(await file.slice(-exportEndCharacters).text()) ? file : brokenOff();
    },
    trace: (mutationId) => get(`/audit/trace?${queryOf({ mutationId })}`),
    past: async (scope, asOf, around) => {
      const own = await get<BootstrapResponse>(`/sync/bootstrap?${queryOf({ scope, asOf })}`);
      if (around === undefined) {
        return frozen(scope, own, sync);
      }
      const { lastSyncId, epoch } = own;
      const wanted = { scope: around.scope, models: around.models.join(','), asOf: lastSyncId, epoch };
      const others = await get<BootstrapResponse>(`/sync/bootstrap?${queryOf(wanted)}`);
      return frozen(around.scope, { ...own, models: { ...own.models, ...others.models } }, sync);
    },
  };
}

function standingStill(scope: Scope): ScopeStore {
  return new ScopeStore(scope, {
    ...defaultLimits,
    pending: () => [],
    onChange: () => undefined,
    refused: () => undefined,
  });
}

function frozen(
  scope: Scope,
  snapshot: BootstrapResponse,
  live: Pick<AgentSync, 'read' | 'fetch'>,
): AgentSync {
  const rows = standingStill(scope);
  rows.replace(snapshot);
  const refuse = async () => {
    throw clientProblem('closed', 'This is the past: nothing can be changed there.');
  };
  const still: ConnectionState = {
    status: 'closed',
    since: Date.now(),
    retryAt: null,
    attempt: 0,
    lastProblem: null,
  };
  const connection = createStore<ConnectionState>()(() => still);
  const handle: ScopeHandle = {
    scope,
    store: rows.store,
    connection,
    mutations: mutationsBy<ScopedMutations>(refuse),
    open: () => () => undefined,
    ready: async () => rows.store.getState(),
  };
  return {
    scope: () => handle,
    mutate: mutationsBy(refuse),
    connection,
    pending: createStore(() => []),
    deadLetters: createStore(() => []),
    resend: refuse,
    discard: async () => false,
    onMutation: () => () => undefined,
    read: (path) => live.read(path),
    fetch: (path) => live.fetch(path),
    retry: () => undefined,
    hydrate: () => undefined,
    inspect: () => {
      throw clientProblem('closed', 'The past has no inside.');
    },
    signOut: refuse,
    close: () => undefined,
  };
}
