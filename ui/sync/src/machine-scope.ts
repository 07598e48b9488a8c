import { accept, applied, hold, page } from './machine-events.js';
import { compact, compacted, fill, load, loaded, resync } from './machine-rungs.js';
import {
  after,
  alive,
  catchUpTimer,
  nothingHeld,
  proceed,
  refuse,
  type ScopeSurroundings,
  stay,
  subscribe,
  wait,
} from './machine-steps.js';
import type { Effect, Following, FollowingEvent, ScopePhase, Step } from './machine-types.js';
import { silent } from './problem.js';

type Of<T extends FollowingEvent['type']> = Extract<FollowingEvent, { type: T }>;
type Cell<T extends FollowingEvent['type']> = (
  state: Following,
  event: Of<T>,
  around: ScopeSurroundings,
) => Step<Following>;
type Line = { readonly [T in FollowingEvent['type']]: Cell<T> };

function failed(next: 'load' | 'compact' | 'fill'): Cell<'failed'> {
  return (state, { request, problem }, around) => {
    if (request !== state.request) {
      return stay(state);
    }
    if (problem.code === 'resync_required') {
      return resync(state, around, problem);
    }
    if (problem.status === 401 && !around.socketOpen) {
      // The connection is told as well; with the next token its socket opens, and that ends this wait.
      return stay({ ...state, phase: 'waiting', next, problem, retryAtMs: null });
    }
    const passing = problem.retryable || problem.status === 401;
    return passing ? wait(state, next, problem, around) : refuse(state, problem, around);
  };
}

function subscribed(state: Following, event: Of<'subscribed'>, around: ScopeSurroundings): Step<Following> {
  if (event.epoch !== state.epoch) {
    return resync(state, around);
  }
  const cursor = Math.max(state.cursor, event.latestSyncId);
  const step = applied(state, { events: [], beyond: [], cursor, provenTo: state.provenTo }, cursor, around);
  return { state: alive(step.state), effects: step.effects };
}

function rejected(state: Following, { problem }: Of<'rejected'>, around: ScopeSurroundings): Step<Following> {
  if (problem.code === 'resync_required') {
    return resync(state, around, problem);
  }
  // The server has let go of the scope, unless it is the client that has had enough.
  const dropped: Following = problem.code === 'too_many_rows' ? state : { ...state, subscription: 'none' };
  return problem.retryable ? wait(dropped, 'subscribe', problem, around) : refuse(dropped, problem, around);
}

/** What the wait was for. */
function act(state: Following, around: ScopeSurroundings): Step<Following> {
  const effects: Effect[] = [{ type: 'stopTimer', timer: around.scope }];
  return after(effects, doing[state.next](state, around));
}

const doing: Readonly<
  Record<Following['next'], (state: Following, around: ScopeSurroundings) => Step<Following>>
> = {
  load,
  compact,
  fill,
  subscribe: (state, around) => proceed({ ...state, subscription: 'none' }, around),
};

const subscribedMeanwhile: Cell<'subscribed'> = (state, event, around) =>
  event.epoch === state.epoch
    ? stay({ ...state, subscription: 'caughtUp', heldTo: Math.max(state.heldTo, event.latestSyncId) })
    : resync(state, around);
const detach: Cell<'socketLost'> = (state) => stay({ ...state, ...nothingHeld, subscription: 'none' });
const park: Cell<'socketLost'> = (state) =>
  stay({ ...state, ...nothingHeld, subscription: 'none', phase: 'ready' });
const climb: Cell<'resync'> = (state, event, around) => resync(state, around, event);
const unsubscribe = (state: Following): Step<Following> => stay({ ...state, subscription: 'none' });

/** What an event does where a phase's own line says nothing else. */
const otherwise: Line = {
  snapshot: stay,
  compacted: stay,
  page: stay,
  failed: stay,
  socketOpened: stay,
  socketLost: detach,
  delta: stay,
  subscribed: stay,
  resync: unsubscribe,
  rejected: unsubscribe,
  due: stay,
  nudge: stay,
  retry: stay,
};

const live: Line = {
  ...otherwise,
  socketOpened: (state, _event, around) => subscribe(state, around),
  socketLost: park,
  delta: (state, event, around) => accept(state, event, around),
  subscribed,
  resync: climb,
  rejected,
  nudge: (state, event, around) => (state.cursor < event.to ? fill(state, around) : stay(state)),
};

const snapshot: Cell<'snapshot'> = (state, { request, body }, around) =>
  request === state.request
    ? loaded(state, { type: 'replace', scope: around.scope, body }, around)
    : stay(state);

const table: { readonly [P in ScopePhase]: Line } = {
  restoring: {
    ...otherwise,
    snapshot,
    failed: (state, { request }, around) => (request === state.request ? load(state, around) : stay(state)),
  },
  loading: {
    ...otherwise,
    snapshot,
    failed: failed('load'),
  },
  compacting: {
    ...otherwise,
    compacted: (state, { request, body }, around) =>
      request === state.request ? compacted(state, body, around) : stay(state),
    failed: failed('compact'),
  },
  filling: {
    ...otherwise,
    page,
    failed: failed('fill'),
    delta: (state, event, around) => hold(state, event, around),
    subscribed: subscribedMeanwhile,
    resync: climb,
    rejected: (state, event, around) =>
      event.problem.retryable ? unsubscribe(state) : rejected(state, event, around),
  },
  waiting: {
    ...otherwise,
    socketOpened: (state, _event, around) => act({ ...state, subscription: 'none' }, around),
    socketLost: (state, event, around) =>
      state.next === 'subscribe'
        ? after(
            [{ type: 'stopTimer', timer: around.scope }],
            park({ ...state, retryAtMs: null }, event, around),
          )
        : detach(state, event, around),
    delta: (state, event, around) => (state.next === 'fill' ? hold(state, event, around) : stay(state)),
    subscribed: (state, event, around) =>
      state.next === 'fill' ? subscribedMeanwhile(state, event, around) : stay(state),
    due: (state, _event, around) => act(state, around),
    retry: (state, _event, around) => act(state, around),
  },
  ready: {
    ...otherwise,
    socketOpened: (state, _event, around) => subscribe(state, around),
  },
  catchingUp: {
    ...live,
    delta: (state, event, around) => after([catchUpTimer(around)], accept(state, event, around)),
    nudge: stay,
    due: (state, _event, around) => wait({ ...state, subscription: 'none' }, 'subscribe', silent, around),
  },
  live,
  refused: {
    ...otherwise,
    retry: (state, _event, around) => load(state, around),
  },
};

/** Total: every event has its answer in every phase. Pure: all it knows is in its arguments. */
export function stepScope(
  state: Following,
  event: FollowingEvent,
  around: ScopeSurroundings,
): Step<Following> {
  const cell = table[state.phase][event.type] as Cell<FollowingEvent['type']>;
  return cell(state, event as never, around);
}
