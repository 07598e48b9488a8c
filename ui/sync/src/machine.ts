import { initialConnection, stepConnection } from './machine-connection.js';
import { openScope } from './machine-rungs.js';
import { stepScope } from './machine-scope.js';
import type { ScopeSurroundings } from './machine-steps.js';
import type {
  Connection,
  ConnectionEvent,
  Effect,
  Following,
  FollowingEvent,
  MachineEvent,
  ScopeEvent,
  Step,
  Surroundings,
} from './machine-types.js';
import type { Scope } from './model.js';

/**
 * The whole connection: one socket, and each scope that follows it. A value; {@link step} makes the next one.
 *
 * Invariants, each held by a property test that names it:
 * M1  Total: every event has an answer in every state; nothing throws.
 * M2  An event is applied at most once between two snapshots, in ascending order.
 * M3  An event is applied only when the one that it names before it was, or is in the rows that were loaded; rows
 *     that changed are loaded only from where what was applied ends.
 * M4  Frames are sent only on an open socket.
 * M5  There is at most one socket, and none while no scope is followed.
 * M6  Never stuck: whoever waits has a timer, a request or a socket to wake it, or waits for the user (unauthorized, refused).
 * M7  After shutdown nothing happens any more.
 * M8  A wait before a retry is never longer than its limit.
 * M9  Only the newest request of a scope counts; the answer to an older one changes nothing.
 * M10 A scope is live only on the socket that is open, and only after the server said `subscribed` on it.
 * M11 What is on the screen goes only when the server refuses the scope or the app lets go of it.
 * M12 Rows come by HTTP alone: no subscription starts from 0, which would ask for them by the socket.
 * M13 Rung by rung, and no lower than needed: a compacted delta is asked for only where the server offers it, and one
 *     that is refused is followed by a bootstrap at once.
 * M14 The disk is asked first and once, when a scope is opened; what it holds is caught up like what came by HTTP, and
 *     what it lacks, or a disk that fails, is loaded at once.
 * M15 Whoever slept longer than a server waits for a sign of life takes no socket of before for a live one.
 */
export interface Machine {
  readonly connection: Connection;
  readonly scopes: ReadonlyMap<Scope, Following>;
  /** The highest number of a request of scopes that were let go: who opens one again counts on from there. */
  readonly requests: number;
}

export const initialMachine: Machine = { connection: initialConnection, scopes: new Map(), requests: 0 };

export function step(machine: Machine, event: MachineEvent, around: Surroundings): Step<Machine> {
  if (machine.connection.phase === 'closed') {
    return { state: machine, effects: [] };
  }
  switch (event.type) {
    case 'open':
      return open(machine, event, around);
    case 'release':
      return release(machine, event.scope, around);
    default:
      return 'scope' in event ? stepOne(machine, event, around) : stepAll(machine, event, around);
  }
}

function open(
  machine: Machine,
  event: Extract<MachineEvent, { type: 'open' }>,
  around: Surroundings,
): Step<Machine> {
  if (machine.scopes.has(event.scope)) {
    return { state: machine, effects: [] };
  }
  const { models, from = null, stored = false } = event;
  const within = surroundingsOf(machine, event.scope, around);
  const opened = openScope(models, machine.requests, from, stored, within);
  const scopes = new Map(machine.scopes).set(event.scope, opened.state);
  const connected = stepConnection(machine.connection, { type: 'wanted' }, around);
  return {
    state: { ...machine, connection: connected.state, scopes },
    effects: [...opened.effects, ...connected.effects],
  };
}

function release(machine: Machine, scope: Scope, around: Surroundings): Step<Machine> {
  const following = machine.scopes.get(scope);
  if (!following) {
    return { state: machine, effects: [] };
  }
  const scopes = new Map(machine.scopes);
  scopes.delete(scope);
  const effects: Effect[] = [
    { type: 'stopTimer', timer: scope },
    { type: 'evict', scope },
  ];
  if (following.subscription !== 'none' && machine.connection.phase === 'open') {
    effects.unshift({ type: 'send', frame: { type: 'unsubscribe', scope } });
  }
  const requests = Math.max(machine.requests, following.request);
  if (scopes.size > 0) {
    return { state: { ...machine, scopes, requests }, effects };
  }
  const parted = stepConnection(machine.connection, { type: 'unwanted' }, around);
  return { state: { connection: parted.state, scopes, requests }, effects: [...effects, ...parted.effects] };
}

function stepOne(machine: Machine, event: ScopeEvent, around: Surroundings): Step<Machine> {
  const following = machine.scopes.get(event.scope);
  if (!following) {
    return { state: machine, effects: [] };
  }
  const { state, effects } = stepScope(following, event, surroundingsOf(machine, event.scope, around));
  return state === following
    ? { state: machine, effects }
    : { state: { ...machine, scopes: new Map(machine.scopes).set(event.scope, state) }, effects };
}

function stepAll(machine: Machine, event: ConnectionEvent, around: Surroundings): Step<Machine> {
  // Who tries again with nothing to follow needs no socket for that.
  const idle = event.type === 'retry' && machine.scopes.size === 0;
  const meant: ConnectionEvent = idle ? { type: 'unwanted' } : event;
  const { state: connection, effects } = stepConnection(machine.connection, meant, around);
  const next: Step<Machine> = { state: { ...machine, connection }, effects };
  if (event.type === 'shutdown') {
    const timers = [...machine.scopes.keys()].map((scope): Effect => ({ type: 'stopTimer', timer: scope }));
    return { state: next.state, effects: [...effects, ...timers] };
  }
  const told = tellScopes(machine.connection, connection, event);
  return told === null ? next : broadcast(next, told, around);
}

function tellScopes(before: Connection, after: Connection, event: ConnectionEvent): FollowingEvent | null {
  const wasOpen = before.phase === 'open';
  const isOpen = after.phase === 'open';
  if (isOpen !== wasOpen) {
    return { type: isOpen ? 'socketOpened' : 'socketLost' };
  }
  return event.type === 'retry' ? { type: 'retry' } : null;
}

function broadcast(from: Step<Machine>, event: FollowingEvent, around: Surroundings): Step<Machine> {
  const scopes = new Map(from.state.scopes);
  const effects: Effect[] = [...from.effects];
  for (const [scope, following] of scopes) {
    const stepped = stepScope(following, event, surroundingsOf(from.state, scope, around));
    scopes.set(scope, stepped.state);
    effects.push(...stepped.effects);
  }
  return { state: { ...from.state, scopes }, effects };
}

function surroundingsOf(machine: Machine, scope: Scope, around: Surroundings): ScopeSurroundings {
  return { ...around, scope, socketOpen: machine.connection.phase === 'open' };
}
