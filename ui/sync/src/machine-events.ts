import type { SyncEvent } from './generated/protocol.js';
import { fill, resync } from './machine-rungs.js';
import { after, nothingHeld, proceed, type ScopeSurroundings, stay } from './machine-steps.js';
import type { Following, FollowingEvent, Step } from './machine-types.js';

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
