import { renewalDelayMs, retryDelayMs } from './limits.js';
import type {
  Connection,
  ConnectionEvent,
  ConnectionPhase,
  ConnectionTimer,
  Effect,
  Step,
  Surroundings,
} from './machine-types.js';
import { type ProblemFacts, silent } from './problem.js';

type Of<T extends ConnectionEvent['type']> = Extract<ConnectionEvent, { type: T }>;
type Cell<T extends ConnectionEvent['type']> = (
  state: Connection,
  event: Of<T>,
  around: Surroundings,
) => Step<Connection>;
type Line = { readonly [T in ConnectionEvent['type']]: Cell<T> };

/** The server closes with it when a token ran out. */
const tokenExpiredCode = 4401;

/** `setTimeout` takes no more; whoever waits longer looks again. */
const timerMaxMs = 2 ** 31 - 1;

const timers: readonly ConnectionTimer[] = ['connect', 'reconnect', 'ping', 'pong', 'token'];

const leaving: ProblemFacts = {
  code: 'unavailable',
  detail: 'The server is about to stop. Another one takes over.',
  retryable: true,
  status: 0,
};

export const initialConnection: Connection = {
  phase: 'idle',
  socket: 0,
  attempt: 0,
  retryAtMs: null,
  heardAtMs: 0,
  pingedAtMs: null,
  renewed: false,
  problem: null,
};

const stay = (state: Connection): Step<Connection> => ({ state, effects: [] });

const stopAll: readonly Effect[] = timers.map((timer) => ({ type: 'stopTimer', timer }));

function leave(
  state: Connection,
  phase: 'idle' | 'unauthorized' | 'closed',
  problem: ProblemFacts | null,
): Step<Connection> {
  return {
    state: { ...state, phase, problem, retryAtMs: null, pingedAtMs: null },
    effects: [...stopAll, { type: 'closeSocket' }],
  };
}

function connect(state: Connection, around: Surroundings, freshToken = false): Step<Connection> {
  const socket = state.socket + 1;
  return {
    state: { ...state, phase: 'connecting', socket, retryAtMs: null, pingedAtMs: null },
    effects: [
      ...stopAll,
      ...(state.phase === 'open' || state.phase === 'connecting' ? [{ type: 'closeSocket' } as const] : []),
      { type: 'openSocket', socket, freshToken },
      { type: 'startTimer', timer: 'connect', delayMs: around.limits.socketOpenWaitMs },
    ],
  };
}

/** Gives the socket up, for now; the wait is jittered and grows until the server is heard again. */
function wait(
  state: Connection,
  around: Surroundings,
  problem: ProblemFacts | null,
  delayMs = retryDelayMs(around.limits, state.attempt, around.random),
): Step<Connection> {
  return {
    state: {
      ...state,
      phase: 'waiting',
      attempt: state.attempt + 1,
      retryAtMs: around.nowMs + delayMs,
      pingedAtMs: null,
      problem,
    },
    effects: [...stopAll, { type: 'closeSocket' }, { type: 'startTimer', timer: 'reconnect', delayMs }],
  };
}

function ping(state: Connection, around: Surroundings, waitMs = around.limits.pongWaitMs): Step<Connection> {
  return {
    state: { ...state, pingedAtMs: around.nowMs },
    effects: [
      { type: 'stopTimer', timer: 'ping' },
      { type: 'send', frame: { type: 'ping' } },
      { type: 'startTimer', timer: 'pong', delayMs: waitMs },
    ],
  };
}

/** Something happened that sockets do not survive, as a rule: it is soon found out. */
function doubt(state: Connection, _event: unknown, around: Surroundings): Step<Connection> {
  return ping(state, around, around.limits.doubtPongWaitMs);
}

function due(state: Connection, event: Of<'due'>, around: Surroundings): Step<Connection> {
  switch (event.timer) {
    case 'connect':
    case 'reconnect':
      return stay(state);
    case 'ping': {
      const quietMs = around.nowMs - state.heardAtMs;
      return quietMs >= around.limits.socketIdleMs
        ? ping(state, around)
        : {
            state,
            effects: [{ type: 'startTimer', timer: 'ping', delayMs: around.limits.socketIdleMs - quietMs }],
          };
    }
    case 'pong':
      return state.pingedAtMs === null ? stay(state) : wait(state, around, silent);
    case 'token':
      return { state, effects: [{ type: 'renewToken' }] };
  }
}

function opened(state: Connection, event: Of<'opened'>, around: Surroundings): Step<Connection> {
  if (event.socket !== state.socket) {
    return stay(state);
  }
  return {
    state: { ...state, phase: 'open', heardAtMs: around.nowMs, problem: null },
    effects: [
      { type: 'stopTimer', timer: 'connect' },
      { type: 'startTimer', timer: 'ping', delayMs: around.limits.socketIdleMs },
      ...tokenTimer(event.tokenLifeMs, around),
    ],
  };
}

function tokenTimer(lifeMs: number | null, { limits }: Surroundings): Effect[] {
  if (lifeMs === null || Number.isNaN(lifeMs)) {
    return [];
  }
  const delayMs = Math.min(renewalDelayMs(lifeMs, limits), timerMaxMs);
  return [{ type: 'startTimer', timer: 'token', delayMs }];
}

function heard(state: Connection, event: Of<'heard'>, around: Surroundings): Step<Connection> {
  if (event.socket !== state.socket) {
    return stay(state);
  }
  const next = {
    ...state,
    heardAtMs: around.nowMs,
    attempt: 0,
    renewed: false,
    pingedAtMs: null,
    problem: null,
  };
  return state.pingedAtMs === null
    ? { state: next, effects: [] }
    : {
        state: next,
        effects: [
          { type: 'stopTimer', timer: 'pong' },
          { type: 'startTimer', timer: 'ping', delayMs: around.limits.socketIdleMs },
        ],
      };
}

function lost(state: Connection, event: Of<'lost'>, around: Surroundings): Step<Connection> {
  if (event.socket !== state.socket) {
    return stay(state);
  }
  if (event.code !== tokenExpiredCode) {
    return wait(state, around, event.problem);
  }
  // One fresh token is tried at once; a server that refuses that one too would refuse the next hundred.
  return state.renewed
    ? leave(state, 'unauthorized', event.problem)
    : connect({ ...state, renewed: true, problem: event.problem }, around, true);
}

const trouble = (state: Connection, event: { readonly problem: ProblemFacts }): Step<Connection> =>
  stay({ ...state, problem: event.problem });
const shutdown: Cell<'shutdown'> = (state) => leave(state, 'closed', state.problem);
const deny: Cell<'denied'> = (state, event) => leave(state, 'unauthorized', event.problem);
const unwanted: Cell<'unwanted'> = (state) => leave(state, 'idle', null);

/** What an event does where a phase's own line says nothing else. */
const otherwise: Line = {
  wanted: stay,
  unwanted: stay,
  opened: stay,
  lost: stay,
  heard: stay,
  reconnect: stay,
  authenticated: stay,
  troubled: trouble,
  due: stay,
  online: stay,
  offline: stay,
  resumed: stay,
  denied: deny,
  retry: stay,
  shutdown,
};

const table: { readonly [P in ConnectionPhase]: Line } = {
  idle: {
    ...otherwise,
    wanted: (state, _event, around) => connect(state, around),
  },
  connecting: {
    ...otherwise,
    unwanted,
    opened,
    lost: (state, event, around) => {
      const step = lost(state, event, around);
      return step.state.phase === 'waiting'
        ? { ...step, effects: [...step.effects, { type: 'probe' }] }
        : step;
    },
    due: (state, event, around) => (event.timer === 'connect' ? wait(state, around, silent) : stay(state)),
    // What was being opened before the sleep will not open any more, and its timer may have slept as well.
    resumed: (state, event, around) =>
      event.awayMs >= around.limits.socketOpenWaitMs ? connect(state, around) : stay(state),
  },
  open: {
    ...otherwise,
    unwanted,
    lost,
    heard,
    // The server knows how many others must come back, and says so before it closes the socket.
    reconnect: (state, { afterMs }, around) =>
      wait(state, around, leaving, Math.max(0, Math.min(afterMs, around.limits.retryDelayMaxMs))),
    authenticated: (state, event, around) => ({
      state,
      effects: tokenTimer(Date.parse(event.expiresAt) - around.nowMs, around),
    }),
    due,
    // The browser's word is a hint, no proof: localhost answers while it says offline. The ping finds out.
    online: doubt,
    offline: doubt,
    resumed: (state, event, around) =>
      event.awayMs >= around.limits.socketSilenceMaxMs ? connect(state, around) : doubt(state, event, around),
    retry: doubt,
  },
  waiting: {
    ...otherwise,
    unwanted,
    due: (state, event, around) => (event.timer === 'reconnect' ? connect(state, around) : stay(state)),
    online: (state, _event, around) => connect(state, around),
    resumed: (state, _event, around) => connect(state, around),
    retry: (state, _event, around) => connect(state, around),
  },
  unauthorized: {
    ...otherwise,
    unwanted,
    denied: trouble,
    retry: (state, _event, around) => connect({ ...state, renewed: true }, around, true),
  },
  closed: {
    ...otherwise,
    troubled: stay,
    denied: stay,
    shutdown: stay,
  },
};

/** Total: every event has its answer in every phase. Pure: all it knows is in its arguments. */
export function stepConnection(
  state: Connection,
  event: ConnectionEvent,
  around: Surroundings,
): Step<Connection> {
  const cell = table[state.phase][event.type] as Cell<ConnectionEvent['type']>;
  return cell(state, event as never, around);
}
