import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SyncEvent } from '../src/generated/protocol.js';
import { defaultLimits } from '../src/limits.js';
import { initialMachine, type Machine, step } from '../src/machine.js';
import type { Effect, MachineEvent, Timer } from '../src/machine-types.js';
import type { Scope } from '../src/model.js';
import type { ProblemFacts } from '../src/problem.js';

const scopes: readonly Scope[] = ['org:1', 'agent:2'];
const limits = { ...defaultLimits, heldEventsMax: 4, fillsMax: 2 };

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
const body = fc.record({ models: fc.constant({}), lastSyncId: to, epoch });
const page = fc.record({ events, latestSyncId: to, hasMore: fc.boolean(), epoch });
const frame = fc.record({
  type: fc.constant('bootstrap' as const),
  scope: fc.constant('org:1'),
  models: fc.constant({ Messages: [] }),
  lastSyncId: to,
  epoch,
  done: fc.boolean(),
});

/** An event of that type; `request` and `socket` are ages. */
function of<T extends MachineEvent['type'], R>(type: T, fields: { [K in keyof R]: fc.Arbitrary<R[K]> }) {
  return fc.record({ type: fc.constant(type), ...fields }) as unknown as fc.Arbitrary<MachineEvent>;
}

const anyEvent: fc.Arbitrary<MachineEvent> = fc.oneof(
  { weight: 4, arbitrary: of('open', { scope, models: fc.constant(null) }) },
  { weight: 6, arbitrary: of('opened', { socket: age, tokenLifeMs: fc.constantFrom(null, 5_000) }) },
  { weight: 6, arbitrary: of('snapshot', { scope, request: age, body }) },
  { weight: 6, arbitrary: of('page', { scope, request: age, body: page }) },
  { weight: 6, arbitrary: of('delta', { scope, events, to }) },
  { weight: 4, arbitrary: of('subscribed', { scope, to, epoch }) },
  of('release', { scope }),
  of('lost', { socket: age, code: fc.constantFrom(1006, 1012, 4401), problem }),
  of('heard', { socket: age }),
  of('online', {}),
  of('offline', {}),
  of('resumed', {}),
  of('retry', {}),
  of('denied', { problem }),
  of('troubled', { problem }),
  of('renewed', { expiresAt: fc.constantFrom('2026-01-01T00:00:00Z', 'never') }),
  of('due', { timer: fc.constantFrom('connect', 'reconnect', 'ping', 'pong', 'token') }),
  of('due', { scope }),
  { weight: 3, arbitrary: of('failed', { scope, request: age, problem }) },
  of('part', { scope, frame }),
  of('resync', { scope, reason: fc.constant('retention') }),
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

/** What the outside of the machine would look like, and what may never be seen there. */
class Outside {
  machine: Machine = initialMachine;
  readonly timers = new Set<Timer>();
  private socket: 'none' | 'opening' | 'open' = 'none';
  private readonly waiting = new Map<Scope, Map<number, 'load' | 'fetchDelta'>>();
  private readonly numbers = new Set<string>();
  private readonly applied = new Map<Scope, { snapshot: number; epoch: string; ids: number[] }>();

  feed(event: MachineEvent, random: number): void {
    const before = this.machine;
    this.note(event);
    const { state, effects } = step(before, event, { nowMs: 1_000, random, limits });
    this.machine = state;
    for (const effect of effects) {
      this.perform(effect, event);
    }
    this.expectStale(before, event, effects);
    this.expectNotStuck();
    this.expectKept(before, event);
  }

  private note(event: MachineEvent): void {
    const { connection } = this.machine;
    switch (event.type) {
      case 'due':
        this.timers.delete('scope' in event ? event.scope : event.timer);
        break;
      case 'opened':
        if (event.socket === connection.socket && this.socket === 'opening') {
          this.socket = 'open';
        }
        break;
      case 'lost':
        if (event.socket === connection.socket) {
          this.socket = 'none';
        }
        break;
      case 'snapshot':
      case 'page':
      case 'failed': {
        const asked = this.waiting.get(event.scope)?.get(event.request);
        if (event.type === 'failed' || (event.type === 'page') === (asked === 'fetchDelta')) {
          this.waiting.get(event.scope)?.delete(event.request);
        }
        break;
      }
      default:
    }
  }

  private perform(effect: Effect, event: MachineEvent): void {
    switch (effect.type) {
      case 'openSocket':
        expect(this.socket, 'M5').toBe('none');
        this.socket = 'opening';
        break;
      case 'closeSocket':
        this.socket = 'none';
        break;
      case 'send':
        expect(this.socket, 'M4').toBe('open');
        break;
      case 'startTimer':
        if (effect.timer.includes(':') || effect.timer === 'reconnect') {
          expect(effect.delayMs, 'M8').toBeLessThanOrEqual(limits.retryDelayMaxMs);
        }
        expect(effect.delayMs).toBeGreaterThanOrEqual(0);
        this.timers.add(effect.timer);
        break;
      case 'stopTimer':
        this.timers.delete(effect.timer);
        break;
      case 'load':
      case 'fetchDelta':
        expect(this.numbers.has(`${effect.scope} ${effect.request}`), 'M9').toBe(false);
        this.numbers.add(`${effect.scope} ${effect.request}`);
        this.waiting.set(
          effect.scope,
          (this.waiting.get(effect.scope) ?? new Map()).set(effect.request, effect.type),
        );
        break;
      case 'replace':
        this.applied.set(effect.scope, {
          snapshot: effect.body.lastSyncId,
          epoch: effect.body.epoch,
          ids: [],
        });
        break;
      case 'apply':
        this.expectContinues(effect, event);
        break;
      case 'evict':
      case 'renewToken':
      case 'probe':
        break;
    }
  }

  private expectContinues(effect: Extract<Effect, { type: 'apply' }>, cause: MachineEvent): void {
    const { scope, events: some, cursor } = effect;
    const { snapshot, epoch: log, ids } = this.applied.get(scope) ?? { snapshot: 0, epoch: '', ids: [] };
    if (cause.type === 'page') {
      expect(cause.body.epoch, 'M3').toBe(log);
    }
    for (const event of some) {
      const last = ids.at(-1) ?? snapshot;
      expect(event.id, 'M2').toBeGreaterThan(last);
      expect(event.prev_id, 'M3').toBeLessThanOrEqual(last);
      ids.push(event.id);
    }
    expect(cursor, 'M3').toBeGreaterThanOrEqual(ids.at(-1) ?? snapshot);
  }

  private expectStale(before: Machine, event: MachineEvent, effects: readonly Effect[]): void {
    const answer = event.type === 'snapshot' || event.type === 'page' || event.type === 'failed';
    if (answer && event.request !== before.scopes.get(event.scope)?.request) {
      expect(this.machine, 'M9').toBe(before);
      expect(effects, 'M9').toEqual([]);
    }
    if (before.connection.phase === 'closed') {
      expect(this.machine, 'M7').toBe(before);
      expect(effects, 'M7').toEqual([]);
    }
  }

  private expectNotStuck(): void {
    const { connection } = this.machine;
    expect(this.socket === 'none' || this.machine.scopes.size > 0, 'M5').toBe(true);
    switch (connection.phase) {
      case 'idle':
        expect(this.machine.scopes.size, 'M6').toBe(0);
        break;
      case 'connecting':
        expect(this.socket, 'M6').toBe('opening');
        expect(this.timers.has('connect'), 'M6').toBe(true);
        break;
      case 'waiting':
        expect(this.timers.has('reconnect'), 'M6').toBe(true);
        break;
      case 'open':
        expect(this.socket, 'M6').toBe('open');
        expect(this.timers.has('ping') || this.timers.has('pong'), 'M6').toBe(true);
        break;
      case 'unauthorized':
        break;
      case 'closed':
        expect([...this.timers], 'M7').toEqual([]);
        return;
    }
    for (const scope of this.machine.scopes.keys()) {
      this.expectScopeNotStuck(scope);
    }
  }

  private expectScopeNotStuck(scope: Scope): void {
    const following = this.machine.scopes.get(scope);
    const open = this.machine.connection.phase === 'open';
    switch (following?.phase) {
      case 'loading':
      case 'filling':
        expect(this.waiting.get(scope)?.has(following.request), 'M6').toBe(true);
        break;
      case 'waiting':
        expect(this.timers.has(scope) || !open, 'M6').toBe(true);
        break;
      case 'ready':
        expect(open, 'M6').toBe(false);
        break;
      case 'catchingUp':
        expect(this.timers.has(scope), 'M6').toBe(true);
        expect(open && following.subscription === 'asked', 'M10').toBe(true);
        break;
      case 'live':
        expect(open && following.subscription === 'caughtUp', 'M10').toBe(true);
        break;
      default:
    }
  }

  private expectKept(before: Machine, event: MachineEvent): void {
    for (const [scope, { loaded }] of before.scopes) {
      const after = this.machine.scopes.get(scope);
      if (loaded && !after?.loaded) {
        expect(event.type === 'release' || after?.phase === 'refused', 'M11').toBe(true);
      }
    }
  }
}

describe('machine', () => {
  it('M1 to M11 hold for whatever happens in whatever order', () => {
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
      { numRuns: 500 },
    );
  });

  it('M1: such happenings meet every phase with every event', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.array(happening, { minLength: 60, maxLength: 120, size: 'max' }), (happenings) => {
        const outside = new Outside();
        for (const what of happenings) {
          const event = eventOf(what, outside.machine, outside.timers);
          const { connection, scopes: followed } = outside.machine;
          const phase = 'scope' in event ? followed.get(event.scope)?.phase : connection.phase;
          seen.add(`${phase} ${event.type}`);
          outside.feed(event, 0.5);
        }
      }),
      { numRuns: 400, seed: 1 },
    );
    const scopePhases = ['loading', 'filling', 'waiting', 'ready', 'catchingUp', 'live', 'refused'];
    const answers = ['snapshot', 'page', 'failed', 'delta', 'part', 'subscribed', 'resync', 'rejected'];
    const phases = ['idle', 'connecting', 'open', 'waiting', 'unauthorized'];
    const signals = [
      'opened',
      'lost',
      'heard',
      'renewed',
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
    expect(all.filter((cell) => !seen.has(cell))).toEqual([]);
  });
});
