import {
  accept,
  after,
  alive,
  applied,
  catchUpTimer,
  fill,
  hold,
  load,
  nothingHeld,
  page,
  proceed,
  refuse,
  reload,
  replace,
  type ScopeSurroundings,
  stay,
  subscribe,
  wait,
} from './machine-steps.js';
import type { Effect, Following, FollowingEvent, ScopePhase, Step } from './machine-types.js';
import { type ProblemFacts, silent } from './problem.js';

type Of<T extends FollowingEvent['type']> = Extract<FollowingEvent, { type: T }>;
type Cell<T extends FollowingEvent['type']> = (
  state: Following,
  event: Of<T>,
  around: ScopeSurroundings,
) => Step<Following>;
type Line = { readonly [T in FollowingEvent['type']]: Cell<T> };

const empty: ProblemFacts = {
  code: 'unavailable',
  detail: 'Nothing has happened on the server yet.',
  retryable: true,
  status: 0,
};

function failed(next: 'load' | 'fill'): Cell<'failed'> {
  return (state, { request, problem }, around) => {
    if (request !== state.request) {
      return stay(state);
    }
    if (problem.code === 'resync_required') {
      return reload(state, around, problem.reason);
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
    return reload(state, around);
  }
  const cursor = Math.max(state.cursor, event.to);
  const step = applied(state, { events: [], beyond: [], cursor, provenTo: state.provenTo }, cursor, around);
  return { state: alive(step.state), effects: step.effects };
}

function rejected(state: Following, { problem }: Of<'rejected'>, around: ScopeSurroundings): Step<Following> {
  if (problem.code === 'resync_required') {
    return reload(state, around, problem.reason);
  }
  const dropped: Following = { ...state, subscription: 'none' };
  return problem.retryable ? wait(dropped, 'subscribe', problem, around) : refuse(dropped, problem, around);
}

/** What the wait was for. */
function act(state: Following, around: ScopeSurroundings): Step<Following> {
  const effects: Effect[] = [{ type: 'stopTimer', timer: around.scope }];
  switch (state.next) {
    case 'load':
      return after(effects, load(state, around));
    case 'fill':
      return after(effects, fill(state, around));
    case 'subscribe':
      return after(effects, proceed({ ...state, subscription: 'none' }, around));
  }
}

const subscribedMeanwhile: Cell<'subscribed'> = (state, event, around) =>
  event.epoch === state.epoch
    ? stay({ ...state, subscription: 'caughtUp', heldTo: Math.max(state.heldTo, event.to) })
    : reload(state, around);
const detach: Cell<'socketLost'> = (state) => stay({ ...state, ...nothingHeld, subscription: 'none' });
const park: Cell<'socketLost'> = (state) =>
  stay({ ...state, ...nothingHeld, subscription: 'none', phase: 'ready' });
const resync: Cell<'resync'> = (state, event, around) => reload(state, around, event.reason);
const unsubscribe = (state: Following): Step<Following> => stay({ ...state, subscription: 'none' });

/** What an event does where a phase's own line says nothing else. */
const otherwise: Line = {
  snapshot: stay,
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
  delta: (state, event, around) => accept(state, event.events, event.to, around),
  subscribed,
  resync,
  rejected,
  nudge: (state, event, around) => (state.cursor < event.to ? fill(state, around) : stay(state)),
};

const table: { readonly [P in ScopePhase]: Line } = {
  loading: {
    ...otherwise,
    snapshot: (state, event, around) => {
      if (event.request !== state.request) {
        return stay(state);
      }
      const step = replace({ ...state, subscription: 'none' }, event.body, around);
      // From 0 a server would send the rows by the socket, in parts: two ways to load are one too many. A log that
      // is empty has no scopes yet anyway.
      const next =
        step.state.cursor === 0 ? wait(step.state, 'load', empty, around) : proceed(step.state, around);
      return after(step.effects, next);
    },
    failed: failed('load'),
  },
  filling: {
    ...otherwise,
    page,
    failed: failed('fill'),
    delta: (state, event, around) => hold(state, event.events, event.to, around),
    subscribed: subscribedMeanwhile,
    resync,
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
    delta: (state, event, around) =>
      state.next === 'fill' ? hold(state, event.events, event.to, around) : stay(state),
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
    delta: (state, event, around) =>
      after([catchUpTimer(around)], accept(state, event.events, event.to, around)),
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
