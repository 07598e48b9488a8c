import { expect } from 'vitest';
import { defaultLimits } from '../src/limits.js';
import { initialMachine, type Machine, step } from '../src/machine.js';
import type { Effect, MachineEvent, Rung, Timer } from '../src/machine-types.js';
import type { Scope } from '../src/model.js';

const limits = { ...defaultLimits, heldEventsMax: 4, fillsMax: 2 };

const answerTypes = {
  stored: 'snapshot',
  delta: 'page',
  compacted: 'compacted',
  bootstrap: 'snapshot',
} as const;

/** What the outside of the machine would look like, and what may never be seen there. */
export class Outside {
  machine: Machine = initialMachine;
  readonly nowMs = 1_000;
  readonly timers = new Set<Timer>();
  private socket: 'none' | 'opening' | 'open' = 'none';
  private readonly waiting = new Map<Scope, Map<number, Rung>>();
  private readonly numbers = new Set<string>();
  private readonly applied = new Map<Scope, { snapshot: number; epoch: string; ids: number[] }>();

  feed(event: MachineEvent, random: number): void {
    const before = this.machine;
    this.note(event);
    const { state, effects } = step(before, event, { nowMs: this.nowMs, random, limits });
    this.machine = state;
    for (const effect of effects) {
      this.perform(effect, event);
    }
    this.expectStale(before, event, effects);
    this.expectNotStuck();
    this.expectKept(before, event);
    this.expectRungs(before, event, effects);
    this.expectDisk(before, event, effects);
    this.expectAwake(before, event);
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
      case 'compacted':
      case 'page':
      case 'failed': {
        const asked = this.waiting.get(event.scope)?.get(event.request);
        if (event.type === 'failed' || (asked !== undefined && event.type === answerTypes[asked])) {
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
        expect(effect.frame.type === 'subscribe' && effect.frame.lastSyncId === 0, 'M12').toBe(false);
        break;
      case 'startTimer':
        // A scope's timer is also the one that ends its wait for a catch-up.
        if (
          effect.timer === 'reconnect' ||
          (effect.timer.includes(':') && effect.delayMs !== limits.catchUpWaitMs)
        ) {
          expect(effect.delayMs, 'M8').toBeLessThanOrEqual(limits.retryDelayMaxMs);
        }
        expect(effect.delayMs).toBeGreaterThanOrEqual(0);
        this.timers.add(effect.timer);
        break;
      case 'stopTimer':
        this.timers.delete(effect.timer);
        break;
      case 'fetch':
        expect(this.numbers.has(`${effect.scope} ${effect.request}`), 'M9').toBe(false);
        this.numbers.add(`${effect.scope} ${effect.request}`);
        this.waiting.set(
          effect.scope,
          (this.waiting.get(effect.scope) ?? new Map()).set(effect.request, effect.rung),
        );
        if (effect.rung === 'compacted') {
          const { snapshot, ids } = this.applied.get(effect.scope) ?? { snapshot: 0, ids: [] };
          expect(effect.from, 'M3').toBe(ids.at(-1) ?? snapshot);
        }
        break;
      case 'merge':
        expect(effect.body.epoch, 'M3').toBe(this.applied.get(effect.scope)?.epoch);
        expect(event.type, 'M3').toBe('compacted');
        this.applied.set(effect.scope, {
          snapshot: effect.body.lastSyncId,
          epoch: effect.body.epoch,
          ids: [],
        });
        break;
      case 'replace':
        this.applied.set(effect.scope, {
          snapshot: effect.body.provenTo ?? effect.body.lastSyncId,
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
    if ('request' in event && event.request !== before.scopes.get(event.scope)?.request) {
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
      case 'restoring':
      case 'loading':
      case 'compacting':
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

  private expectRungs(before: Machine, event: MachineEvent, effects: readonly Effect[]): void {
    const rungs = effects.flatMap((effect) => (effect.type === 'fetch' ? [effect.rung] : []));
    const following = 'scope' in event ? before.scopes.get(event.scope) : undefined;
    const waited = [...before.scopes.values()].some(
      ({ phase, next }) => phase === 'waiting' && next === 'compact',
    );
    if (rungs.includes('compacted') && !waited) {
      const told = 'problem' in event ? event.problem : event;
      expect('next' in told && told.next, 'M13').toBe('compacted');
    }
    const refused = event.type === 'failed' && event.problem.code === 'resync_required';
    const closed = before.connection.phase === 'closed';
    if (refused && !closed && following?.phase === 'compacting' && event.request === following.request) {
      expect(rungs, 'M13').toEqual(['bootstrap']);
    }
  }

  private expectDisk(before: Machine, event: MachineEvent, effects: readonly Effect[]): void {
    const rungs = effects.flatMap((effect) => (effect.type === 'fetch' ? [effect.rung] : []));
    const opens = event.type === 'open' && event.stored === true && !before.scopes.has(event.scope);
    expect(rungs.includes('stored'), 'M14').toBe(opens && before.connection.phase !== 'closed');
    const following = 'scope' in event ? before.scopes.get(event.scope) : undefined;
    const failed = event.type === 'failed' && following?.phase === 'restoring';
    if (failed && event.request === following.request && before.connection.phase !== 'closed') {
      expect(rungs, 'M14').toEqual(['bootstrap']);
    }
  }

  private expectAwake(before: Machine, event: MachineEvent): void {
    if (event.type === 'resumed' && event.awayMs >= limits.socketSilenceMaxMs) {
      const same = this.machine.connection.socket === before.connection.socket;
      expect(this.machine.connection.phase === 'open' && same, 'M15').toBe(false);
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
