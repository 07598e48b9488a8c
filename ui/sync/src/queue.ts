import type { Uuid } from './generated/protocol.js';
import type { Http, HttpAnswer } from './http.js';
import { Ledger } from './ledger.js';
import { type Limits, retryDelayMs } from './limits.js';
import type { Overlay } from './overlay.js';
import { isDone, overlayOf, type PendingMutation, type QueueOutlet, shownOf } from './pending.js';
import type { Plan } from './plans.js';
import { clientProblem, factsOf, SyncProblem } from './problem.js';
import type { SharedQueue } from './seams.js';
import { uuidv7 } from './uuid.js';

type Timer = ReturnType<typeof setTimeout>;

/**
 * Mutations on their way. Those that share an entity go one after the other, in the order in which they were made;
 * others go at once. A failure to reach the server is tried again with the same key until it works. One that is refused
 * is put aside and holds up nothing. Of several tabs, each knows all mutations, and the one that leads sends them.
 *
 * Invariants, each held by a property test that names it:
 * Q1 A mutation that was kept is sent, under its id, until it is answered or refused, whatever crashes.
 * Q2 Of mutations with an entity in common, one that was made in sight of another one is not sent before that is answered
 *    or refused.
 * Q3 A refused one stays, with its reason, until it is sent anew or discarded.
 * Q4 What shows is what is not done with, in its order; of one that was taken back nothing.
 */
export class MutationQueue implements SharedQueue {
  readonly ledger: Ledger;
  private readonly timers = new Map<string, Timer>();
  /** On the wire now, from here. */
  private readonly calls = new Set<string>();
  private settling: Timer | undefined;
  private halted = false;
  private closed = false;

  /**
   * @param leads whether it sends, or another tab does
   * @param restored whether it knows what was left from before
   */
  constructor(
    private readonly http: Http,
    private readonly limits: Limits,
    private readonly outlet: QueueOutlet,
    private leads: boolean,
    private restored: boolean,
  ) {
    this.ledger = new Ledger(limits, outlet);
  }

  /** Shows it, and sends it when it can be. */
  add(plan: Plan): { readonly id: string; readonly answer: Promise<unknown> } {
    if (this.ledger.pending.getState().length >= this.limits.pendingMutationsMax) {
      const detail = 'Too many changes wait to be sent. Try again once some of them are through.';
      throw new SyncProblem({ code: 'queue_full', detail, retryable: true, status: 0 });
    }
    const id = uuidv7();
    const made: PendingMutation = {
      ...plan,
      ...{ id, order: id, status: 'queued', attempts: 0, refusals: 0, createdAt: Date.now() },
      ...{ retryAt: null, lastProblem: null, syncId: null, witnessed: false },
    };
    const answer = this.ledger.wait(id);
    this.put(made);
    this.outlet.show([overlayOf(made)]);
    this.pump();
    return { id, answer };
  }

  async reread(): Promise<void> {
    await this.ledger.read(this.outlet.stored(), (stored) => {
      this.restored = true;
      if (!this.closed) {
        this.insert(stored);
      }
    });
  }

  lead(leads: boolean): void {
    this.leads = leads;
    for (const { id } of this.ledger.all()) {
      this.wake(id);
      this.adrift(id);
    }
    this.sweep();
    this.pump();
  }

  adopt(mutation: PendingMutation, byLeader: boolean, record?: unknown): void {
    const known = this.ledger.get(mutation.id);
    if (known === undefined) {
      this.insert([mutation]);
      if (this.leads) {
        this.outlet.changed(mutation);
      }
    } else if (byLeader && !this.leads) {
      this.ledger.become(known, mutation, record);
      this.sweep();
      this.pump();
    }
  }

  forget(id: string): void {
    if (this.ledger.get(id)?.status !== 'answered') {
      this.ledger.takeBack(id);
      this.pump();
    }
  }

  known(own: boolean): readonly PendingMutation[] {
    return this.ledger.all().filter(({ id }) => !own || this.ledger.isOwn(id));
  }

  /** Takes back one that was never sent, or puts away one that was refused. False for one that is on its way. */
  async discard(id: string): Promise<boolean> {
    const entry = this.ledger.get(id);
    if (entry === undefined || (entry.status !== 'refused' && entry.attempts > 0)) {
      return false;
    }
    if (!this.leads) {
      return this.outlet.ask('discard', id);
    }
    this.outlet.removed(id);
    this.forget(id);
    return true;
  }

  /** Sends one that was refused once more: under its id, after all that were made since. */
  async resend(id: string): Promise<unknown> {
    const entry = this.ledger.get(id);
    if (entry?.status !== 'refused') {
      throw clientProblem('discarded', 'There is no refused change of that id.');
    }
    const answer = this.ledger.wait(id);
    if (this.leads) {
      const again = { ...entry, status: 'queued', refusals: 0, order: uuidv7(), lastProblem: null } as const;
      this.outlet.changed(again);
      this.ledger.become(entry, again);
      this.pump();
    } else {
      this.outlet.ask('resend', id);
    }
    return answer;
  }

  /** For a scope that loads: what must be shown on top. */
  overlays(): Overlay[] {
    return shownOf(this.ledger.all());
  }

  /** Whether a row of that id is on its way into being. */
  makes(id: Uuid): boolean {
    return this.ledger.pending
      .getState()
      .some(({ action, modelId }) => action === 'insert' && modelId === id);
  }

  /** Events of these mutations have arrived. */
  witness(mutationIds: ReadonlySet<string>): void {
    for (const id of mutationIds) {
      const entry = this.ledger.get(id);
      if (entry && !entry.witnessed) {
        this.put({ ...entry, witnessed: true }, this.leads);
      }
    }
    this.sweep();
  }

  /** The way to the server may be free again: no need to wait longer. */
  hurry(): void {
    this.halted = false;
    for (const id of this.timers.keys()) {
      this.wake(id);
    }
    this.pump();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.settling);
    for (const timer of this.timers.values()) {
      clearTimeout(timer);
    }
    this.ledger.close();
  }

  private pump(): void {
    const busy = new Set<Uuid>();
    const may = this.leads && this.restored && !this.halted && !this.closed;
    for (const entry of this.ledger.all()) {
      if (isDone(entry)) {
        continue;
      }
      const free = entry.entities.every((id) => !busy.has(id));
      if (may && free && entry.status === 'queued' && this.calls.size < this.limits.sendsMax) {
        this.send(entry);
      }
      for (const id of entry.entities) {
        busy.add(id);
      }
    }
    this.ledger.publish();
  }

  private send(entry: PendingMutation): void {
    this.put({ ...entry, status: 'sending', attempts: entry.attempts + 1, retryAt: null });
    this.call(
      entry,
      (sent, answer) => this.answer(sent, answer),
      (sent, problem) => this.fail(sent, problem),
    );
  }

  /** Whoever was deposed meanwhile says nothing: the tab that leads now asks again, under the same id. */
  private call(
    { id, call }: PendingMutation,
    answered: (entry: PendingMutation, answer: HttpAnswer) => void,
    failed: (entry: PendingMutation, problem: SyncProblem) => void,
  ): void {
    const end = (then: (entry: PendingMutation) => void) => {
      this.calls.delete(id);
      const entry = this.ledger.get(id);
      if (entry && this.leads) {
        then(entry);
      }
      this.adrift(id);
      this.pump();
    };
    this.calls.add(id);
    this.http.call({ ...call, headers: { 'Idempotency-Key': id } }).then(
      (answer) => end((entry) => answered(entry, answer)),
      (problem: SyncProblem) => end((entry) => failed(entry, problem)),
    );
  }

  private answer(entry: PendingMutation, { headers, body }: HttpAnswer): void {
    const said = Number(headers.get('Sync-Id') ?? Number.NaN);
    const syncId = Number.isSafeInteger(said) ? said : entry.syncId;
    const answered: PendingMutation = { ...entry, status: 'answered', retryAt: null, syncId };
    this.outlet.changed(answered, body);
    this.ledger.become(entry, answered, body);
    this.sweep();
  }

  private fail(entry: PendingMutation, problem: SyncProblem): void {
    if (problem.code === 'closed') {
      return;
    }
    const failed: PendingMutation = { ...entry, status: 'queued', lastProblem: factsOf(problem) };
    if (problem.status === 401) {
      // It may yet be sent, with the next token.
      this.halted = true;
      this.put(failed);
      return;
    }
    const refusals = entry.refusals + (problem.status === 0 ? 0 : 1);
    if (problem.retryable && refusals < this.limits.mutationAttemptsMax) {
      this.retryLater({ ...failed, refusals });
    } else {
      this.refuse(entry, { ...failed, refusals, status: 'refused' });
    }
  }

  private refuse(entry: PendingMutation, refused: PendingMutation): void {
    this.outlet.changed(refused);
    this.ledger.become(entry, refused);
    const surplus = this.ledger.surplus();
    if (surplus) {
      this.outlet.removed(surplus.id);
      this.ledger.delete(surplus.id);
    }
  }

  private retryLater(entry: PendingMutation): void {
    const { id, attempts } = entry;
    const delayMs = retryDelayMs(this.limits, attempts - 1, Math.random());
    this.put({ ...entry, status: 'retrying', retryAt: Date.now() + delayMs });
    const wake = () => {
      this.wake(id);
      this.pump();
    };
    this.timers.set(id, setTimeout(wake, delayMs));
  }

  private wake(id: string): void {
    clearTimeout(this.timers.get(id));
    if (this.timers.delete(id)) {
      this.adrift(id);
    }
  }

  /** What is said to be under way is not, unless it is from here: it waits for its turn. */
  private adrift(id: string): void {
    const entry = this.ledger.get(id);
    if (entry && this.leads && !isDone(entry) && !this.calls.has(id) && !this.timers.has(id)) {
      this.ledger.set(entry.status === 'queued' ? entry : { ...entry, status: 'queued', retryAt: null });
    }
  }

  private insert(mutations: readonly PendingMutation[]): void {
    const unknown = mutations.filter(({ id }) => !this.ledger.get(id));
    this.ledger.insert(unknown);
    for (const { id } of unknown) {
      this.adrift(id);
    }
    this.sweep();
    this.pump();
  }

  private put(mutation: PendingMutation, tell = true): void {
    this.ledger.set(mutation);
    if (tell) {
      this.outlet.changed(mutation);
    }
  }

  /** Lets go of what was answered and has arrived; asks for what does not arrive. */
  private sweep(): void {
    let unsettled = false;
    for (const { id, status } of this.ledger.all()) {
      if (status !== 'answered') {
        continue;
      }
      if (this.outlet.shows(id)) {
        unsettled = true;
      } else {
        this.ledger.delete(id);
        if (this.leads) {
          this.outlet.removed(id);
        }
      }
    }
    if (unsettled && !this.closed) {
      this.settling ??= setTimeout(() => this.settle(), this.limits.settleWaitMs);
    }
  }

  private settle(): void {
    this.settling = undefined;
    for (const entry of this.ledger.all()) {
      if (entry.status === 'answered' && entry.syncId !== null) {
        this.outlet.nudge(entry.id, entry.syncId);
      } else if (entry.status === 'answered' && this.leads && !this.calls.has(entry.id)) {
        // Durable, but not projected when it was answered: the same key gets the same answer, now with its sync id.
        this.call(
          entry,
          (asked, answer) => this.answer(asked, answer),
          () => this.sweep(),
        );
      }
    }
    this.sweep();
  }
}
