import type { CompactedDeltaResponse, ResyncReason, ResyncRung, SyncEvent } from './generated/protocol.js';
import { retryDelayMs } from './limits.js';
import type { Effect, Following, FollowingEvent, Rung, Step, Surroundings } from './machine-types.js';
import type { ModelName, Scope } from './model.js';
import type { ProblemFacts } from './problem.js';

/** What a scope's transition may read besides its own state. */
export interface ScopeSurroundings extends Surroundings {
  readonly scope: Scope;
  readonly socketOpen: boolean;
}

export const stay = (state: Following): Step<Following> => ({ state, effects: [] });

/** Puts effects before those of a step. */
export function after(effects: readonly Effect[], step: Step<Following>): Step<Following> {
  return { state: step.state, effects: [...effects, ...step.effects] };
}

export function openScope(
  models: readonly ModelName[] | null,
  request: number,
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
  return load(closed, around);
}

/** Asks for something over HTTP; what was asked before counts no more. */
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

export const nothingHeld = { held: [], heldTo: 0, overflowed: false } as const;

export function subscribe(state: Following, around: ScopeSurroundings): Step<Following> {
  return {
    state: {
      ...state,
      ...nothingHeld,
      phase: 'catchingUp',
      subscription: 'asked',
      retryAtMs: null,
    },
    effects: [
      {
        type: 'send',
        frame: {
          type: 'subscribe',
          scope: around.scope,
          lastSyncId: state.cursor,
          ...(state.epoch !== null && { epoch: state.epoch }),
          ...(state.models !== null && { models: [...state.models] }),
        },
      },
      catchUpTimer(around),
    ],
  };
}

/** Runs while a scope catches up, anew with each frame; elsewhere it may run out and means nothing. */
export function catchUpTimer({ scope, limits }: ScopeSurroundings): Effect {
  return { type: 'startTimer', timer: scope, delayMs: limits.catchUpWaitMs };
}

/** Where a scope with rows stands: subscribed, about to be, or waiting for the socket. */
export function proceed(state: Following, around: ScopeSurroundings): Step<Following> {
  if (!around.socketOpen) {
    return stay({ ...state, phase: 'ready', subscription: 'none' });
  }
  switch (state.subscription) {
    case 'none':
      return subscribe(state, around);
    case 'asked':
      return { state: { ...state, phase: 'catchingUp' }, effects: [catchUpTimer(around)] };
    case 'caughtUp':
      return stay(alive(state));
  }
}

export function alive(state: Following): Following {
  return { ...state, phase: 'live', subscription: 'caughtUp', attempt: 0, fills: 0, problem: null };
}

export function wait(
  state: Following,
  next: Following['next'],
  problem: ProblemFacts,
  around: ScopeSurroundings,
): Step<Following> {
  const delayMs = retryDelayMs(around.limits, state.attempt, around.random);
  return {
    state: {
      ...state,
      phase: 'waiting',
      next,
      problem,
      attempt: state.attempt + 1,
      retryAtMs: around.nowMs + delayMs,
    },
    effects: [{ type: 'startTimer', timer: around.scope, delayMs }],
  };
}

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

/** Not ours to see, or not there: what was held goes. */
export function refuse(state: Following, problem: ProblemFacts, around: ScopeSurroundings): Step<Following> {
  return {
    state: {
      ...state,
      ...nothingHeld,
      phase: 'refused',
      subscription: 'none',
      loaded: false,
      retryAtMs: null,
      problem,
    },
    effects: [
      { type: 'stopTimer', timer: around.scope },
      { type: 'evict', scope: around.scope },
    ],
  };
}

/** The rows are here. */
export function loaded(
  state: Following,
  effect: Extract<Effect, { type: 'replace' | 'merge' }>,
  around: ScopeSurroundings,
): Step<Following> {
  const { lastSyncId: cursor, epoch } = effect.body;
  const next: Following = {
    ...state,
    ...nothingHeld,
    loaded: true,
    subscription: 'none',
    cursor,
    provenTo: cursor,
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
export function compacted(
  state: Following,
  body: CompactedDeltaResponse,
  around: ScopeSurroundings,
): Step<Following> {
  const continues = body.epoch === state.epoch && body.lastSyncId >= state.cursor;
  return continues
    ? loaded(state, { type: 'merge', scope: around.scope, body }, around)
    : resync(state, around);
}

interface Taken {
  readonly events: readonly SyncEvent[];
  readonly cursor: number;
  readonly provenTo: number;
  /** From the first event on whose neighbour is missing. */
  readonly beyond: readonly SyncEvent[];
}

/**
 * Takes the events that continue what was applied. One that was applied is passed over; one that names a neighbour
 * that was not is the edge of a hole. The cursor alone does not clear an event: a server may claim a cursor without
 * having sent all that lies below it.
 */
function take(state: Following, events: readonly SyncEvent[]): Taken {
  const checked = state.models === null;
  const taken: SyncEvent[] = [];
  let { cursor, provenTo } = state;
  for (const [index, event] of events.entries()) {
    if (event.id <= (checked ? provenTo : cursor)) {
      continue;
    }
    if (checked && event.prev_id > provenTo) {
      return { events: taken, cursor: provenTo, provenTo, beyond: events.slice(index) };
    }
    cursor = Math.max(cursor, event.id);
    provenTo = event.id;
    if (checked || (state.models as readonly string[]).includes(event.model)) {
      taken.push(event);
    }
  }
  return { events: taken, cursor, provenTo, beyond: [] };
}

export function applied(
  state: Following,
  taken: Taken,
  cursor: number,
  around: ScopeSurroundings,
): Step<Following> {
  const same = taken.events.length === 0 && cursor === state.cursor;
  return {
    state: { ...state, cursor, provenTo: taken.provenTo },
    effects: same ? [] : [{ type: 'apply', scope: around.scope, events: taken.events, cursor }],
  };
}

/** Events over the socket, while it is the socket that leads. */
export function accept(
  state: Following,
  { events, latestSyncId: to }: Pick<Extract<FollowingEvent, { type: 'delta' }>, 'events' | 'latestSyncId'>,
  around: ScopeSurroundings,
): Step<Following> {
  const taken = take(state, events);
  if (taken.beyond.length === 0) {
    return applied(state, taken, Math.max(taken.cursor, to), around);
  }
  const step = applied(state, taken, taken.cursor, around);
  const torn = { ...step.state, held: taken.beyond, heldTo: to, fills: state.fills + 1 };
  const mended = torn.fills > around.limits.fillsMax ? resync(torn, around) : fill(torn, around);
  return after(step.effects, mended);
}

/** Events over the socket, while a hole is being filled by HTTP. */
export function hold(
  state: Following,
  { events, latestSyncId: to }: Pick<Extract<FollowingEvent, { type: 'delta' }>, 'events' | 'latestSyncId'>,
  around: ScopeSurroundings,
): Step<Following> {
  if (state.overflowed || state.held.length + events.length > around.limits.heldEventsMax) {
    return stay({ ...state, held: [], heldTo: 0, overflowed: true });
  }
  return stay({ ...state, held: [...state.held, ...events], heldTo: Math.max(state.heldTo, to) });
}

export function page(
  state: Following,
  { request, body }: Extract<FollowingEvent, { type: 'page' }>,
  around: ScopeSurroundings,
): Step<Following> {
  if (request !== state.request) {
    return stay(state);
  }
  if (body.epoch !== state.epoch) {
    return resync(state, around);
  }
  const taken = take(state, body.events);
  const cursor = taken.beyond.length === 0 ? Math.max(taken.cursor, body.latestSyncId) : taken.cursor;
  const step = applied(state, taken, cursor, around);
  if (taken.beyond.length > 0) {
    return after(step.effects, resync(step.state, around));
  }
  if (body.hasMore) {
    const stuck = cursor <= state.cursor;
    return after(step.effects, stuck ? resync(step.state, around) : fill(step.state, around));
  }
  return after(step.effects, release(step.state, around));
}

/** The hole is filled: what was held back comes in. */
function release(state: Following, around: ScopeSurroundings): Step<Following> {
  const { held, heldTo, overflowed } = state;
  const emptied: Following = { ...state, ...nothingHeld };
  if (overflowed) {
    return proceed({ ...emptied, subscription: 'none' }, around);
  }
  const step = accept(emptied, { events: held, latestSyncId: heldTo }, around);
  const open = step.state.held.length === 0 && step.state.phase === 'filling';
  return open ? after(step.effects, proceed(step.state, around)) : step;
}
