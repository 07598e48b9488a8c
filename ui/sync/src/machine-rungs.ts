import type { ResyncReason, ResyncRung } from './generated/protocol.js';
import { after, nothingHeld, proceed, type ScopeSurroundings, wait } from './machine-steps.js';
import type { Effect, Following, Loaded, Rung, Step } from './machine-types.js';
import type { ModelName } from './model.js';
import type { ProblemFacts } from './problem.js';

export function openScope(
  models: readonly ModelName[] | null,
  request: number,
  from: Loaded | null,
  stored: boolean,
  around: ScopeSurroundings,
): Step<Following> {
  const closed: Following = {
    phase: 'loading',
    next: 'load',
    loaded: false,
    cursor: 0,
    provenTo: 0,
    epoch: null,
    request,
    attempt: 0,
    retryAtMs: null,
    subscription: 'none',
    held: [],
    heldTo: 0,
    overflowed: false,
    fills: 0,
    models,
    problem: null,
  };
  if (from !== null) {
    const { lastSyncId: cursor, epoch } = from;
    return proceed({ ...closed, phase: 'ready', loaded: true, cursor, provenTo: cursor, epoch }, around);
  }
  return stored ? ask(closed, 'restoring', 'stored', 0, around) : load(closed, around);
}

/** Asks for something; what was asked before counts no more. */
function ask(
  state: Following,
  phase: Following['phase'],
  rung: Rung,
  from: number,
  { scope }: ScopeSurroundings,
): Step<Following> {
  const request = state.request + 1;
  const { epoch, models } = state;
  return {
    state: { ...state, phase, request, retryAtMs: null },
    effects: [{ type: 'fetch', scope, request, rung, from, epoch, models }],
  };
}

/** All rows, from nothing. */
export const load = (state: Following, around: ScopeSurroundings): Step<Following> =>
  ask({ ...state, ...nothingHeld, fills: 0 }, 'loading', 'bootstrap', 0, around);

/** The rows that changed; from where it is proven, since what the server merely claimed starts no new chain. */
export const compact = (state: Following, around: ScopeSurroundings): Step<Following> =>
  ask({ ...state, ...nothingHeld, fills: 0 }, 'compacting', 'compacted', state.provenTo, around);

/** The changes one by one. */
export const fill = (state: Following, around: ScopeSurroundings): Step<Following> =>
  ask(state, 'filling', 'delta', state.cursor, around);

/**
 * The next rung after a delta that can't be had: the rows that changed, where the server offers them, else all rows.
 * From the delta at once the first time; a server that keeps saying so is given time. From the compacted delta always
 * at once, and never to another one.
 */
export function resync(
  state: Following,
  around: ScopeSurroundings,
  told: { readonly reason?: ResyncReason | undefined; readonly next?: ResyncRung | undefined } = {},
): Step<Following> {
  const detail = 'What was missed can no longer be had event by event.';
  const { reason } = told;
  const problem: ProblemFacts = { code: 'resync_required', detail, retryable: true, status: 0, reason };
  const dropped: Following = { ...state, ...nothingHeld, subscription: 'none' };
  if (state.phase === 'compacting') {
    return load({ ...dropped, problem }, around);
  }
  const offered = told.next === 'compacted' && state.phase !== 'loading';
  if (state.attempt > 0) {
    return wait(dropped, offered ? 'compact' : 'load', problem, around);
  }
  return (offered ? compact : load)({ ...dropped, attempt: 1, problem }, around);
}

/** The rows are here. */
export function loaded(
  state: Following,
  effect: Extract<Effect, { type: 'replace' | 'merge' }>,
  around: ScopeSurroundings,
): Step<Following> {
  const { lastSyncId: cursor, epoch } = effect.body;
  const { provenTo = cursor } = effect.body;
  const next: Following = {
    ...state,
    ...nothingHeld,
    loaded: true,
    subscription: 'none',
    cursor,
    provenTo,
    epoch,
  };
  // From 0 a server would send the rows by the socket, in parts: two ways to load are one too many. A log that is
  // empty has no scopes yet anyway.
  return after([effect], cursor === 0 ? wait(next, 'load', empty, around) : proceed(next, around));
}

const empty: ProblemFacts = {
  code: 'unavailable',
  detail: 'Nothing has happened on the server yet.',
  retryable: true,
  status: 0,
};

/** The rows that changed, as one change. Only of the same log: what did not change is taken to be there already. */
export function compacted(state: Following, body: Loaded, around: ScopeSurroundings): Step<Following> {
  const continues = body.epoch === state.epoch && body.lastSyncId >= state.cursor;
  return continues
    ? loaded(state, { type: 'merge', scope: around.scope, body }, around)
    : resync(state, around);
}
