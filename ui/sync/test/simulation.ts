import { expect } from 'vitest';
import { eventOf } from '../src/frames.js';
import type {
  BootstrapResponse,
  ClientFrame,
  CompactedDeltaResponse,
  ResyncRung,
  ServerFrame,
  SyncEvent,
} from '../src/generated/protocol.js';
import { defaultLimits } from '../src/limits.js';
import { initialMachine, type Machine, step } from '../src/machine.js';
import type { Effect, MachineEvent, Rung, Timer } from '../src/machine-types.js';
import { modelNames, type Row } from '../src/model.js';
import type { Overlay } from '../src/overlay.js';
import { addOverlay, emptyReplica, foldEvents, foldRows, type Replica, replaceAll } from '../src/replica.js';
import { agentIds, agentScope, type Change, World } from './world.js';

const limits = { ...defaultLimits, heldEventsMax: 6 };
const pageEventsMax = 3;

/** A mutation that is never sent: whatever rung is climbed, it stays on the screen. */
export const unsent: Overlay = {
  mutationId: 'unsent',
  model: 'Message',
  id: 'unsent',
  action: 'insert',
  data: { id: 'unsent', agent_id: agentIds[0], content: 'mine', created_at: '', updated_at: '' },
  syncId: null,
};

/** A server, a client and a bad network between them, in one thread and without time. */
export class Simulation {
  readonly world = new World(agentScope);
  machine: Machine = initialMachine;
  replica: Replica = addOverlay(emptyReplica(agentScope), unsent);
  /** Answers that were applied, by rung. */
  readonly climbed = new Set<string>();
  /** Towards the server, towards the client, and what HTTP carries. */
  up: ClientFrame[] = [];
  down: ServerFrame[] = [];
  private requests: Extract<Effect, { type: 'fetch' }>[] = [];
  private answers: MachineEvent[] = [];
  private readonly timers = new Set<Timer>();
  private retainedFrom = 0;
  private compactedFrom = 0;
  private opening = false;
  private subscribed = false;

  feed(event: MachineEvent): void {
    const { state, effects } = step(this.machine, event, { nowMs: 0, random: 0.5, limits });
    this.machine = state;
    for (const effect of effects) {
      this.perform(effect);
    }
  }

  commit(change: Change): void {
    const event = this.world.commit(change);
    if (event && this.subscribed) {
      this.sendDelta([event]);
    }
  }

  serverReads(): void {
    const frame = this.up.shift();
    if (frame?.type === 'subscribe') {
      this.subscribe(frame.lastSyncId, frame.epoch);
    } else if (frame?.type === 'unsubscribe') {
      this.subscribed = false;
    } else if (frame?.type === 'ping') {
      this.down.push({ type: 'pong' });
    }
  }

  clientReads(): void {
    const frame = this.down.shift();
    if (frame === undefined || this.machine.connection.phase !== 'open') {
      return;
    }
    this.feed({ type: 'heard', socket: this.machine.connection.socket });
    const event = eventOf(frame);
    if (event !== null) {
      this.feed(event);
    }
  }

  serverAnswers(which: number): void {
    const [request] = this.requests.splice(which % Math.max(this.requests.length, 1), 1);
    if (request) {
      this.answers.push(this.answerTo(request));
    }
  }

  clientGetsAnswer(which: number): void {
    const [answer] = this.answers.splice(which % Math.max(this.answers.length, 1), 1);
    if (answer) {
      this.feed(answer);
    }
  }

  failRequest(): void {
    const request = this.requests.shift();
    if (request) {
      const problem = { code: 'network', detail: '', retryable: true, status: 0 } as const;
      this.feed({ type: 'failed', scope: agentScope, request: request.request, problem });
    }
  }

  open(): void {
    if (this.opening) {
      this.opening = false;
      this.feed({ type: 'opened', socket: this.machine.connection.socket, tokenLifeMs: null });
    }
  }

  break(): void {
    this.cut();
    const problem = { code: 'network', detail: '', retryable: true, status: 0 } as const;
    this.feed({ type: 'lost', socket: this.machine.connection.socket, code: 1006, problem });
  }

  fire(which: number): void {
    const timer = [...this.timers][which % Math.max(this.timers.size, 1)];
    if (timer !== undefined) {
      this.timers.delete(timer);
      this.feed(
        timer === agentScope ? { type: 'due', scope: agentScope } : ({ type: 'due', timer } as MachineEvent),
      );
    }
  }

  /** Does something to the next frame on its way to the client. */
  spoil(change: (frame: ServerFrame) => ServerFrame[]): void {
    this.down.unshift(...this.down.splice(0, 1).flatMap(change));
  }

  /** The gateway sends a subscriber away, say since its cursor fell out of the log before it got there. */
  resync(next: ResyncRung): void {
    if (this.subscribed) {
      this.subscribed = false;
      this.down.push({ type: 'resync', scope: agentScope, reason: 'retention', next });
    }
  }

  newEpoch(): void {
    this.world.epoch = `${this.world.epoch}'`;
    this.retainedFrom = 0;
    this.compactedFrom = 0;
    this.resync('bootstrap');
  }

  /** Retention: events up to then go; what became of the rows is still known. */
  retain(back: number): void {
    this.retainedFrom = Math.max(this.retainedFrom, this.world.head - back);
  }

  /** Nor is that known any more. */
  forget(back: number): void {
    this.compactedFrom = Math.max(this.compactedFrom, Math.min(this.retainedFrom, this.world.head - back));
  }

  /** The network is good from now on, until nothing is left to do. */
  settle(): void {
    for (let round = 0; round < 200; round++) {
      this.open();
      while (this.up.length > 0 || this.down.length > 0) {
        this.serverReads();
        this.clientReads();
      }
      this.serverAnswers(0);
      this.clientGetsAnswer(0);
      if (this.machine.scopes.get(agentScope)?.phase !== 'live') {
        this.fire(round);
      }
    }
  }

  shown(): Map<string, Row> {
    const rows = modelNames.flatMap((model) =>
      [...this.replica.tables[model].values()].map((row): [string, Row] => [`${model}:${row.id}`, row]),
    );
    return new Map(rows);
  }

  private perform(effect: Effect): void {
    switch (effect.type) {
      case 'openSocket':
        this.opening = true;
        break;
      case 'closeSocket':
        this.cut();
        break;
      case 'send':
        this.up.push(effect.frame);
        break;
      case 'startTimer':
        this.timers.add(effect.timer);
        break;
      case 'stopTimer':
        this.timers.delete(effect.timer);
        break;
      case 'fetch':
        this.requests.push(effect);
        break;
      case 'replace':
        this.show('bootstrap', replaceAll(this.replica, effect.body as BootstrapResponse, [unsent]));
        break;
      case 'merge':
        this.show('compacted', foldRows(this.replica, effect.body as CompactedDeltaResponse));
        break;
      case 'apply':
        this.show('delta', foldEvents(this.replica, effect.events, effect.cursor));
        break;
      case 'evict':
        throw new Error('Nothing here refuses the scope');
      default:
    }
  }

  private show(rung: string, replica: Replica): void {
    this.climbed.add(rung);
    this.replica = replica;
    expect(this.replica.tables.Message.get('unsent')).toBe(unsent.data);
  }

  private cut(): void {
    this.opening = false;
    this.subscribed = false;
    this.up = [];
    this.down = [];
  }

  private subscribe(lastSyncId: number, epoch: string | undefined): void {
    const refused = this.refusal('delta', lastSyncId, epoch ?? this.world.epoch);
    this.subscribed = refused === null;
    if (refused !== null) {
      this.down.push({ type: 'resync', scope: agentScope, ...refused });
      return;
    }
    this.sendDelta(this.world.between(lastSyncId));
    const { head: latestSyncId, epoch: log } = this.world;
    this.down.push({ type: 'subscribed', scope: agentScope, latestSyncId, epoch: log });
  }

  private sendDelta(events: SyncEvent[]): void {
    if (events.length > 0) {
      const latestSyncId = events.at(-1)?.id ?? 0;
      this.down.push({ type: 'delta', scope: agentScope, events, latestSyncId });
    }
  }

  /** As the server refuses to catch somebody up; null when it does not. */
  private refusal(rung: Rung, from: number, epoch: string | null) {
    if (rung === 'bootstrap' || rung === 'stored') {
      return null;
    }
    if (epoch !== this.world.epoch) {
      return { reason: 'epoch', next: 'bootstrap' } as const;
    }
    if (from >= (rung === 'delta' ? this.retainedFrom : this.compactedFrom)) {
      return null;
    }
    return { reason: 'retention', next: from < this.compactedFrom ? 'bootstrap' : 'compacted' } as const;
  }

  private answerTo({ request, rung, from, epoch }: Extract<Effect, { type: 'fetch' }>): MachineEvent {
    const scope = agentScope;
    const refused = this.refusal(rung, from, epoch);
    if (refused !== null) {
      const problem = { code: 'resync_required', detail: '', retryable: false, status: 410 } as const;
      return { type: 'failed', scope, request, problem: { ...problem, ...refused } };
    }
    if (rung === 'bootstrap') {
      return { type: 'snapshot', scope, request, body: this.world.snapshot() };
    }
    if (rung === 'compacted') {
      return { type: 'compacted', scope, request, body: this.world.compacted(from) };
    }
    const all = this.world.between(from);
    const events = all.slice(0, pageEventsMax);
    const hasMore = all.length > events.length;
    const latestSyncId = hasMore ? (events.at(-1)?.id ?? 0) : this.world.head;
    const body = { events, latestSyncId, hasMore, epoch: this.world.epoch };
    return { type: 'page', scope, request, body };
  }
}
