import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Uuid } from './generated/protocol.js';
import type { Http, HttpAnswer } from './http.js';
import { type Limits, retryDelayMs } from './limits.js';
import type { ModelName } from './model.js';
import type { MutationName } from './mutations.js';
import type { Overlay } from './overlay.js';
import type { Plan } from './plans.js';
import { clientProblem, type ProblemFacts, type SyncProblem } from './problem.js';
import { uuidv7 } from './uuid.js';

/** A mutation that the server has not answered yet. */
export interface PendingMutation {
  /** The mutation id, which is also its idempotency key. */
  readonly id: string;
  readonly name: MutationName;
  readonly model: ModelName;
  readonly modelId: Uuid;
  /** `queued` behind another one of the same entity or for want of a token; `retrying` after a failure, at `retryAt`. */
  readonly status: 'queued' | 'sending' | 'retrying';
  /** Sends so far. */
  readonly attempts: number;
  /** In milliseconds since 1970. */
  readonly createdAt: number;
  readonly retryAt: number | null;
  readonly lastProblem: ProblemFacts | null;
}

interface Entry {
  shown: PendingMutation;
  readonly plan: Plan;
  /** Answered by the server; shown until its effect has arrived. */
  answered: boolean;
  syncId: number | null;
  /** Its event has arrived in some scope: it took effect, whatever becomes of the answer. */
  witnessed: boolean;
  refusals: number;
  /** Being asked for its sync id. */
  asking: boolean;
  timer: ReturnType<typeof setTimeout> | null;
  readonly resolve: (record: never) => void;
  readonly reject: (problem: SyncProblem) => void;
}

/** What the queue does to the scopes. */
export interface QueueOutlet {
  show(overlay: Overlay): void;
  confirm(mutationId: string, syncId: number): void;
  drop(mutationId: string): void;
  /** Whether some scope still shows the overlay. */
  shows(mutationId: string): boolean;
  /** The scopes that show the overlay shall catch up as far as that. */
  nudge(mutationId: string, syncId: number): void;
  refused(problem: SyncProblem, mutation: PendingMutation): void;
}

/**
 * Mutations on their way. Those that share an entity go one after the other, in the order in which they were made;
 * others go at once. A failure to reach the server is tried again with the same key until it works.
 */
export class MutationQueue {
  /** Those without an answer, oldest first. */
  readonly store: StoreApi<readonly PendingMutation[]> = createStore<readonly PendingMutation[]>()(() => []);
  private entries: Entry[] = [];
  private settling: ReturnType<typeof setTimeout> | null = null;
  private halted = false;

  constructor(
    private readonly http: Http,
    private readonly limits: Limits,
    private readonly outlet: QueueOutlet,
  ) {}

  add(plan: Plan): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const id = uuidv7();
      const { name, model, modelId } = plan;
      const shown: PendingMutation = {
        ...{ id, name, model, modelId, status: 'queued', attempts: 0 },
        ...{ createdAt: Date.now(), retryAt: null, lastProblem: null },
      };
      const state = {
        answered: false,
        syncId: null,
        witnessed: false,
        refusals: 0,
        asking: false,
        timer: null,
      };
      const entry: Entry = { shown, plan, ...state, resolve: resolve as (record: never) => void, reject };
      this.entries.push(entry);
      this.outlet.show(overlayOf(entry));
      this.pump();
    });
  }

  /** For a scope that loads: what must be shown on top. */
  overlays(): Overlay[] {
    return this.entries.filter((entry) => !entry.witnessed).map(overlayOf);
  }

  /** Whether a row of that id is on its way into being. */
  makes(id: Uuid): boolean {
    return this.entries.some(
      ({ answered, plan }) => !answered && plan.action === 'insert' && plan.modelId === id,
    );
  }

  /** Events of these mutations have arrived. */
  witness(mutationIds: ReadonlySet<string>): void {
    for (const entry of this.entries) {
      entry.witnessed ||= mutationIds.has(entry.shown.id);
    }
    this.sweep();
  }

  /** The way to the server may be free again: no need to wait longer. */
  hurry(): void {
    this.halted = false;
    for (const entry of this.entries) {
      if (entry.timer !== null) {
        clearTimeout(entry.timer);
        entry.timer = null;
        entry.shown = { ...entry.shown, status: 'queued', retryAt: null };
      }
    }
    this.pump();
  }

  close(): void {
    this.halted = true;
    if (this.settling !== null) {
      clearTimeout(this.settling);
    }
    const open = this.entries.filter((entry) => !entry.answered);
    this.entries = [];
    for (const entry of open) {
      if (entry.timer !== null) {
        clearTimeout(entry.timer);
      }
      entry.reject(clientProblem('closed', 'The client was closed before the server answered.'));
    }
    this.publish();
  }

  private pump(): void {
    const busy = new Set<Uuid>();
    let sending = this.entries.filter((entry) => entry.shown.status === 'sending' && !entry.answered).length;
    for (const entry of this.entries) {
      if (entry.answered) {
        continue;
      }
      const free = entry.plan.entities.every((id) => !busy.has(id));
      if (free && entry.shown.status === 'queued' && !this.halted && sending < this.limits.sendsMax) {
        sending += 1;
        this.send(entry);
      }
      for (const id of entry.plan.entities) {
        busy.add(id);
      }
    }
    this.publish();
  }

  private send(entry: Entry): void {
    const { shown } = entry;
    entry.shown = { ...shown, status: 'sending', attempts: shown.attempts + 1, retryAt: null };
    this.call(entry).then(
      (answer) => this.answer(entry, answer),
      (problem: SyncProblem) => this.fail(entry, problem),
    );
  }

  private call(entry: Entry): Promise<HttpAnswer> {
    return this.http.call({ ...entry.plan.call, headers: { 'Idempotency-Key': entry.shown.id } });
  }

  private answer(entry: Entry, { headers, body }: HttpAnswer): void {
    if (!this.entries.includes(entry)) {
      return;
    }
    const first = !entry.answered;
    entry.answered = true;
    const syncId = Number(headers.get('Sync-Id') ?? Number.NaN);
    if (Number.isSafeInteger(syncId)) {
      entry.syncId = syncId;
      this.outlet.confirm(entry.shown.id, syncId);
    }
    if (first) {
      entry.resolve(body as never);
    }
    this.sweep();
    this.pump();
  }

  private fail(entry: Entry, problem: SyncProblem): void {
    if (problem.code === 'closed' || !this.entries.includes(entry)) {
      return;
    }
    if (problem.status === 401) {
      // It may yet be sent, with the next token.
      this.halted = true;
      entry.shown = { ...entry.shown, status: 'queued', lastProblem: problem };
      this.publish();
      return;
    }
    entry.refusals += problem.status === 0 ? 0 : 1;
    if (problem.retryable && entry.refusals < this.limits.mutationAttemptsMax) {
      this.retryLater(entry, problem);
    } else {
      this.refuse(entry, problem);
    }
    this.pump();
  }

  private retryLater(entry: Entry, problem: SyncProblem): void {
    const delayMs = retryDelayMs(this.limits, entry.shown.attempts - 1, Math.random());
    entry.shown = { ...entry.shown, status: 'retrying', retryAt: Date.now() + delayMs, lastProblem: problem };
    entry.timer = setTimeout(() => {
      entry.timer = null;
      entry.shown = { ...entry.shown, status: 'queued', retryAt: null };
      this.pump();
    }, delayMs);
  }

  private refuse(entry: Entry, problem: SyncProblem): void {
    this.entries = this.entries.filter((other) => other !== entry);
    this.outlet.drop(entry.shown.id);
    this.outlet.refused(problem, { ...entry.shown, lastProblem: problem });
    entry.reject(problem);
  }

  /** Lets go of what was answered and has arrived; asks for what does not arrive. */
  private sweep(): void {
    this.entries = this.entries.filter((entry) => !entry.answered || this.outlet.shows(entry.shown.id));
    const unsettled = this.entries.some((entry) => entry.answered);
    if (unsettled && this.settling === null) {
      this.settling = setTimeout(() => this.settle(), this.limits.settleWaitMs);
    }
  }

  private settle(): void {
    this.settling = null;
    for (const entry of this.entries) {
      if (!entry.answered) {
        continue;
      }
      if (entry.syncId !== null) {
        this.outlet.nudge(entry.shown.id, entry.syncId);
      } else if (!entry.asking) {
        this.ask(entry);
      }
    }
    this.sweep();
  }

  /** Durable, but not projected when it was answered: the same key gets the same answer, now with its sync id. */
  private ask(entry: Entry): void {
    entry.asking = true;
    this.call(entry)
      .then(
        (answer) => this.answer(entry, answer),
        () => this.sweep(),
      )
      .finally(() => {
        entry.asking = false;
      });
  }

  private publish(): void {
    const pending = this.entries.filter((entry) => !entry.answered).map((entry) => entry.shown);
    const shown = this.store.getState();
    if (pending.length !== shown.length || pending.some((one, index) => one !== shown[index])) {
      this.store.setState(pending, true);
    }
  }
}

function overlayOf({ shown, plan, syncId }: Entry): Overlay {
  const { model, modelId, action, data } = plan;
  return { mutationId: shown.id, model, id: modelId, action, data, syncId };
}
