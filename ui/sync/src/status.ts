import type { Machine } from './machine.js';
import type { Following } from './machine-types.js';
import type { Scope } from './model.js';
import type { ProblemFacts } from './problem.js';

/**
 * - `idle`: nobody looks at a scope (at this one), so there is no connection (for it)
 * - `connecting`: the socket is being opened
 * - `bootstrapping`: rows are being loaded
 * - `catching-up`: rows are there; what was missed meanwhile is on its way
 * - `live`: every change shows as it happens
 * - `offline`: no connection; the next attempt is at `retryAt`
 * - `unauthorized`: the token was refused, also a fresh one; `sync.retry()` tries again
 * - `refused`: the server refuses this scope (only where one scope is asked about)
 * - `closed`: `sync.close()` was called
 */
export type ConnectionStatus =
  | 'idle'
  | 'connecting'
  | 'bootstrapping'
  | 'catching-up'
  | 'live'
  | 'offline'
  | 'unauthorized'
  | 'refused'
  | 'closed';

export interface ConnectionState {
  readonly status: ConnectionStatus;
  /** When the status became this one, in milliseconds since 1970. */
  readonly since: number;
  /** When the next attempt is due, in milliseconds since 1970; null when none is planned. */
  readonly retryAt: number | null;
  /** Attempts since the server was last heard; 0 when all is well. */
  readonly attempt: number;
  readonly lastProblem: ProblemFacts | null;
}

/** The state of the connection as people see it: of all scopes together, or of one. */
export function connectionState(machine: Machine, scope?: Scope): Omit<ConnectionState, 'since'> {
  const { connection, scopes } = machine;
  const followed =
    scope === undefined ? [...scopes.values()] : [scopes.get(scope)].filter((one) => one !== undefined);
  const troubled = followed.find((one) => one.problem !== null);
  return {
    status: statusOf(machine, followed, scope !== undefined),
    retryAt: connection.retryAtMs ?? followed.find((one) => one.retryAtMs !== null)?.retryAtMs ?? null,
    attempt: Math.max(connection.attempt, ...followed.map((one) => (one.problem === null ? 0 : one.attempt))),
    lastProblem: connection.problem ?? troubled?.problem ?? null,
  };
}

function statusOf(machine: Machine, followed: readonly Following[], single: boolean): ConnectionStatus {
  if (single && followed.some((one) => one.phase === 'refused')) {
    return 'refused';
  }
  if (single && followed.length === 0 && machine.connection.phase !== 'closed') {
    return 'idle';
  }
  const { phase } = machine.connection;
  switch (phase) {
    case 'waiting':
      return 'offline';
    case 'open':
      return slowest(followed);
    default:
      return phase;
  }
}

function slowest(followed: readonly Following[]): ConnectionStatus {
  const phases = followed.filter((one) => one.phase !== 'refused');
  if (phases.some(isLoading)) {
    return 'bootstrapping';
  }
  return phases.every((one) => one.phase === 'live') ? 'live' : 'catching-up';
}

function isLoading({ phase, next }: Following): boolean {
  return phase === 'loading' || phase === 'restoring' || (phase === 'waiting' && next === 'load');
}
