import { retryDelayMs } from './limits.js';
import type { Effect, Following, Step, Surroundings } from './machine-types.js';
import type { Scope } from './model.js';
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

/** Not ours to see, or not there: what was held goes. */
export function refuse(state: Following, problem: ProblemFacts, around: ScopeSurroundings): Step<Following> {
  const { scope } = around;
  const subscribed = state.subscription !== 'none' && around.socketOpen;
  const parting: Effect[] = subscribed ? [{ type: 'send', frame: { type: 'unsubscribe', scope } }] : [];
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
    effects: [...parting, { type: 'stopTimer', timer: scope }, { type: 'evict', scope }],
  };
}
