import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Limits } from './limits.js';
import { isDone, overlayOf, type PendingMutation, type QueueOutlet, shownOf } from './pending.js';
import { clientProblem, type ProblemFacts, SyncProblem } from './problem.js';
import { uuidAfter } from './uuid.js';

interface Caller {
  readonly resolve: (record: never) => void;
  readonly reject: (problem: SyncProblem) => void;
}

type Mutations = readonly PendingMutation[];

/** The mutations that are not done with, those who wait for them, and what each step means for the rows shown. */
export class Ledger {
  /** Those without an answer, oldest first. */
  readonly pending: StoreApi<Mutations> = createStore<Mutations>()(() => []);
  /** Those that were refused for good, oldest first. */
  readonly deadLetters: StoreApi<Mutations> = createStore<Mutations>()(() => []);
  private entries = new Map<string, PendingMutation>();
  private readonly callers = new Map<string, Caller>();
  /** What went while the disk was read, which may still tell of it. */
  private readonly gone = new Set<string>();
  private reads = 0;

  constructor(
    private readonly limits: Pick<Limits, 'deadLettersMax'>,
    private readonly outlet: QueueOutlet,
  ) {}

  get(id: string): PendingMutation | undefined {
    return this.entries.get(id);
  }

  /** In order. */
  all(): PendingMutation[] {
    return [...this.entries.values()];
  }

  /** Whether somebody here waits for its answer. */
  isOwn(id: string): boolean {
    return this.callers.has(id);
  }

  /** The promise of its answer. */
  wait(id: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.callers.set(id, { resolve: resolve as (record: never) => void, reject });
    });
  }

  set(mutation: PendingMutation): void {
    this.entries.set(mutation.id, mutation);
  }

  /** Those on disk that are not known yet, but not those that went meanwhile. */
  async read(stored: Promise<Mutations>, take: (unknown: readonly PendingMutation[]) => void): Promise<void> {
    this.reads += 1;
    const all = await stored;
    take(all.filter(({ id }) => !this.gone.has(id)));
    this.reads -= 1;
    if (this.reads === 0) {
      this.gone.clear();
    }
  }

  /** Those that were made elsewhere, or before. Whatever is made from now on comes after them. */
  insert(mutations: readonly PendingMutation[]): void {
    for (const mutation of mutations) {
      uuidAfter(mutation.order);
      this.set(mutation);
    }
    this.sort();
    const known = new Set(mutations);
    this.outlet.show(shownOf(this.all().filter((mutation) => known.has(mutation))));
  }

  private sort(): void {
    this.entries = new Map([...this.entries].sort(([, a], [, b]) => (a.order < b.order ? -1 : 1)));
  }

  /** From one state into the next, with what that means for the rows and for who waits. */
  become(before: PendingMutation, after: PendingMutation, record?: unknown): void {
    const { id, status, syncId } = after;
    this.set(after);
    if (before.order !== after.order) {
      this.sort();
    }
    if (status === 'refused' && before.status !== 'refused') {
      this.refuse(after);
    } else if (status !== 'refused' && before.status === 'refused') {
      this.outlet.show([overlayOf(after)]);
    }
    if (status === 'answered' && syncId !== null) {
      this.outlet.confirm(id, syncId);
    }
    if (record !== undefined) {
      this.callers.get(id)?.resolve(record as never);
      this.callers.delete(id);
    }
  }

  private refuse(refused: PendingMutation): void {
    const problem = new SyncProblem(refused.lastProblem as ProblemFacts);
    this.outlet.drop(refused.id);
    this.outlet.refused(problem, refused);
    this.fail(refused.id, problem);
  }

  /** As if it had never been made. */
  takeBack(id: string): void {
    this.delete(id);
    this.outlet.drop(id);
    this.fail(id, clientProblem('discarded', 'The change was taken back.'));
  }

  /** It is done with: answered and shown, or one dead letter too many. */
  delete(id: string): void {
    this.entries.delete(id);
    if (this.reads > 0) {
      this.gone.add(id);
    }
  }

  /** The oldest refused one, when there are too many. */
  surplus(): PendingMutation | undefined {
    const refused = this.all().filter(({ status }) => status === 'refused');
    return refused.length > this.limits.deadLettersMax ? refused[0] : undefined;
  }

  close(): void {
    this.entries.clear();
    for (const id of this.callers.keys()) {
      this.fail(id, clientProblem('closed', 'The client was closed before the server answered.'));
    }
    this.publish();
  }

  publish(): void {
    const all = this.all();
    show(
      this.pending,
      all.filter((entry) => !isDone(entry)),
    );
    show(
      this.deadLetters,
      all.filter(({ status }) => status === 'refused'),
    );
  }

  private fail(id: string, problem: SyncProblem): void {
    this.callers.get(id)?.reject(problem);
    this.callers.delete(id);
  }
}

function show(store: StoreApi<Mutations>, next: Mutations): void {
  const shown = store.getState();
  if (next.length !== shown.length || next.some((one, index) => one !== shown[index])) {
    store.setState(next, true);
  }
}
