import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SyncEvent } from '../src/generated/protocol.js';
import type { Machine } from '../src/machine.js';
import type { MachineEvent, Timer } from '../src/machine-types.js';
import type { Scope } from '../src/model.js';
import type { ProblemFacts } from '../src/problem.js';
import { Outside } from './outside.js';

const scopes: readonly Scope[] = ['org:1', 'agent:2'];

const problem: fc.Arbitrary<ProblemFacts> = fc.record({
  code: fc.constantFrom(
    'network',
    'overloaded',
    'forbidden',
    'scope_unknown',
    'resync_required',
    'unauthenticated',
  ),
  detail: fc.constant(''),
  retryable: fc.boolean(),
  status: fc.constantFrom(0, 401, 403, 503),
  next: fc.constantFrom(undefined, 'compacted', 'bootstrap'),
});

const events: fc.Arbitrary<SyncEvent[]> = fc.array(
  fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 4 })).map(([id, back]): SyncEvent => {
    const prev_id = Math.max(id - back, 0);
    const names = { scope: 'org:1', model: 'Message', model_id: 'm', mutation_id: 'x', event_id: 'e' };
    return { ...names, id, prev_id, action: 'update', data: {}, created_at: '' };
  }),
  { maxLength: 4 },
);

const epoch = fc.constantFrom('e1', 'e1', 'e1', 'e2');
const to = fc.integer({ min: 0, max: 14 });
const scope = fc.constantFrom(...scopes);
/** Stands for the number of a socket or request: 0 for the newest, as a rule, else that many before it. */
const age = fc.constantFrom(0, 0, 0, 0, 1, 2);
const body = fc
  .record({ models: fc.constant({}), lastSyncId: to, epoch, behind: fc.constantFrom(0, 0, 2) })
  .map(({ behind, ...rest }) => ({ ...rest, provenTo: Math.max(rest.lastSyncId - behind, 0) }));
const compacted = fc.record({ models: fc.constant({}), deleted: fc.constant({}), lastSyncId: to, epoch });
const page = fc.record({ events, latestSyncId: to, hasMore: fc.boolean(), epoch });
/** An event of that type; `request` and `socket` are ages. */
function of<T extends MachineEvent['type'], R>(type: T, fields: { [K in keyof R]: fc.Arbitrary<R[K]> }) {
  return fc.record({ type: fc.constant(type), ...fields }) as unknown as fc.Arbitrary<MachineEvent>;
}

const anyEvent: fc.Arbitrary<MachineEvent> = fc.oneof(
  { weight: 4, arbitrary: of('open', { scope, models: fc.constant(null), stored: fc.boolean() }) },
  { weight: 6, arbitrary: of('opened', { socket: age, tokenLifeMs: fc.constantFrom(null, 5_000) }) },
  { weight: 6, arbitrary: of('snapshot', { scope, request: age, body }) },
  { weight: 4, arbitrary: of('compacted', { scope, request: age, body: compacted }) },
  { weight: 6, arbitrary: of('page', { scope, request: age, body: page }) },
  { weight: 6, arbitrary: of('delta', { scope, events, latestSyncId: to }) },
  { weight: 4, arbitrary: of('subscribed', { scope, latestSyncId: to, epoch }) },
  of('release', { scope }),
  of('lost', { socket: age, code: fc.constantFrom(1006, 1012, 4401), problem }),
  of('heard', { socket: age }),
  of('online', {}),
  of('offline', {}),
  of('resumed', { awayMs: fc.constantFrom(0, 15_000, 90_000) }),
  of('retry', {}),
  of('denied', { problem }),
  of('troubled', { problem }),
  of('authenticated', { expiresAt: fc.constantFrom('2026-01-01T00:00:00Z', 'never') }),
  of('due', { timer: fc.constantFrom('connect', 'reconnect', 'ping', 'pong', 'token') }),
  of('due', { scope }),
  { weight: 3, arbitrary: of('failed', { scope, request: age, problem }) },
  {
    weight: 3,
    arbitrary: of('resync', {
      scope,
      reason: fc.constant('retention'),
      next: fc.constantFrom(undefined, 'compacted', 'bootstrap'),
    }),
  },
  of('reconnect', { afterMs: fc.constantFrom(-1, 0, 900, 1e9) }),
  of('rejected', { scope, problem }),
  of('nudge', { scope, to }),
  of('retry', { scope }),
);

/** One thing that happens: an event, or the timer of that number firing. */
const happening = fc.oneof({ weight: 5, arbitrary: anyEvent }, { weight: 1, arbitrary: fc.nat(6) });
type Happening = MachineEvent | number;

function eventOf(what: Happening, machine: Machine, timers: ReadonlySet<Timer>): MachineEvent {
  if (typeof what === 'number') {
    const timer = [...timers][what % Math.max(timers.size, 1)] ?? 'ping';
    return timer.includes(':')
      ? { type: 'due', scope: timer as Scope }
      : ({ type: 'due', timer } as MachineEvent);
  }
  if ('socket' in what) {
    return { ...what, socket: machine.connection.socket - what.socket };
  }
  if ('request' in what) {
    return { ...what, request: (machine.scopes.get(what.scope)?.request ?? 0) - what.request };
  }
  return what;
}

/** Found once: what a closed machine is told must not be taken for what an open one ignored. */
const refusedAfterShutdown: [Happening, number][] = [
  [
    {
      type: 'failed',
      scope: 'org:1',
      request: 0,
      problem: { code: 'resync_required', detail: '', retryable: false, status: 0 },
    },
    0,
  ],
  [{ type: 'open', scope: 'org:1', models: null }, 0],
  [{ type: 'snapshot', scope: 'org:1', request: 0, body: { lastSyncId: 1, epoch: 'e1' } }, 0],
  [{ type: 'opened', socket: 0, tokenLifeMs: null }, 0],
  [{ type: 'resync', scope: 'org:1', reason: 'retention', next: 'compacted' }, 0],
];

describe('machine', () => {
  it('waits as long as a server that stops says, and as usual when it is not there by then', () => {
    const outside = new Outside();
    const delayAfter = (event: MachineEvent): number | undefined => {
      outside.feed(event, 0.5);
      const { retryAtMs } = outside.machine.connection;
      return retryAtMs === null ? undefined : retryAtMs - outside.nowMs;
    };
    delayAfter({ type: 'open', scope: 'org:1', models: null });
    delayAfter({ type: 'opened', socket: 1, tokenLifeMs: null });
    delayAfter({ type: 'heard', socket: 1 });
    expect(delayAfter({ type: 'reconnect', afterMs: 1_234 })).toBe(1_234);
    const problem: ProblemFacts = { code: 'network', detail: '', retryable: true, status: 0 };
    expect(delayAfter({ type: 'lost', socket: 1, code: 1001, problem })).toBe(1_234);
    expect(delayAfter({ type: 'due', timer: 'reconnect' })).toBeUndefined();
    expect(delayAfter({ type: 'lost', socket: 2, code: 1006, problem })).toBe(500);
  });

  it('M1 to M15 hold for whatever happens in whatever order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(happening, fc.double({ min: 0, max: 0.999, noNaN: true })), {
          maxLength: 120,
          size: 'max',
        }),
        (happenings) => {
          const outside = new Outside();
          for (const [what, random] of happenings) {
            outside.feed(eventOf(what, outside.machine, outside.timers), random);
          }
          outside.feed({ type: 'shutdown' }, 0);
          for (const [what, random] of happenings.slice(0, 10)) {
            outside.feed(eventOf(what, outside.machine, outside.timers), random);
          }
        },
      ),
      { numRuns: 500, examples: [[refusedAfterShutdown]] },
    );
  }, 300_000);

  it('M1: such happenings meet every phase with every event', () => {
    const scopePhases = [
      'restoring',
      'loading',
      'compacting',
      'filling',
      'waiting',
      'ready',
      'catchingUp',
      'live',
      'refused',
    ];
    const answers = ['snapshot', 'compacted', 'page', 'failed', 'delta', 'subscribed', 'resync', 'rejected'];
    const phases = ['idle', 'connecting', 'open', 'waiting', 'unauthorized'];
    const signals = [
      'opened',
      'lost',
      'heard',
      'reconnect',
      'authenticated',
      'troubled',
      'online',
      'offline',
      'resumed',
      'denied',
    ];
    const all = [
      ...scopePhases.flatMap((phase) =>
        [...answers, 'due', 'nudge', 'retry'].map((type) => `${phase} ${type}`),
      ),
      ...phases.flatMap((phase) => [...signals, 'due', 'retry'].map((type) => `${phase} ${type}`)),
    ];
    const missing = new Set(all);
    const happenings = fc.array(happening, { minLength: 60, maxLength: 120, size: 'max' });
    for (let seed = 1; missing.size > 0 && seed <= 20; seed++) {
      const property = fc.property(happenings, (some) => {
        const outside = new Outside();
        for (const what of some) {
          const event = eventOf(what, outside.machine, outside.timers);
          const { connection, scopes: followed } = outside.machine;
          const phase = 'scope' in event ? followed.get(event.scope)?.phase : connection.phase;
          missing.delete(`${phase} ${event.type}`);
          outside.feed(event, 0.5);
        }
      });
      fc.assert(property, { numRuns: 200, seed });
    }
    expect([...missing]).toEqual([]);
  }, 300_000);
});
