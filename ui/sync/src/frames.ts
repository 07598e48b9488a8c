import type { ServerFrame } from './generated/protocol.js';
import type { MachineEvent, Rung } from './machine-types.js';
import type { Scope } from './model.js';
import { SyncProblem } from './problem.js';

type Shape = Readonly<Record<string, 'string' | 'number' | 'boolean' | 'object' | 'array'>>;

/** What answers must have, besides their rows. */
export const answerShapes: Readonly<Record<Rung, Shape>> = {
  stored: { lastSyncId: 'number' },
  delta: { events: 'array', latestSyncId: 'number' },
  compacted: { lastSyncId: 'number' },
  bootstrap: { lastSyncId: 'number' },
};

const shapes: { readonly [T in ServerFrame['type']]: Shape } = {
  bootstrap: {},
  delta: { scope: 'string', events: 'array', latestSyncId: 'number' },
  subscribed: { scope: 'string', latestSyncId: 'number', epoch: 'string' },
  unsubscribed: {},
  resync: { scope: 'string', reason: 'string' },
  reconnect: { afterMs: 'number' },
  authenticated: { expiresAt: 'string' },
  error: { code: 'string', message: 'string', retryable: 'boolean' },
  pong: {},
};

/** A type that this version does not know is passed over: a later server may say more. */
export function parseFrame(data: unknown): ServerFrame | 'unknown' | 'malformed' {
  if (typeof data !== 'string') {
    return 'malformed';
  }
  try {
    const frame: Record<string, unknown> | null = JSON.parse(data);
    if (frame === null || typeof frame !== 'object' || typeof frame['type'] !== 'string') {
      return 'malformed';
    }
    if (!Object.hasOwn(shapes, frame['type'])) {
      return 'unknown';
    }
    return fits(frame, shapes[frame['type'] as ServerFrame['type']])
      ? (frame as unknown as ServerFrame)
      : 'malformed';
  } catch {
    return 'malformed';
  }
}

export function fits(body: unknown, shape: Shape): boolean {
  return Object.entries(shape).every(
    ([field, kind]) => kindOf((body as Record<string, unknown> | null)?.[field]) === kind,
  );
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
}

/** What a frame tells the machine, if anything. */
export function eventOf(frame: ServerFrame): MachineEvent | null {
  switch (frame.type) {
    case 'delta':
    case 'subscribed':
    case 'resync':
    case 'reconnect':
    case 'authenticated':
      return frame as MachineEvent;
    case 'error':
      return errorEvent(frame);
    // Nobody here asks for a bootstrap over the socket: rows come by HTTP.
    case 'bootstrap':
    case 'unsubscribed':
    case 'pong':
      return null;
  }
}

function errorEvent(frame: Extract<ServerFrame, { type: 'error' }>): MachineEvent {
  const { code, message: detail, retryable } = frame;
  const problem = new SyncProblem({ code, detail, retryable, status: 0 });
  return frame.scope
    ? { type: 'rejected', scope: frame.scope as Scope, problem }
    : { type: 'troubled', problem };
}
