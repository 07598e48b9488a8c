import type { Overlay } from './overlay.js';
import type { Plan } from './plans.js';
import type { ProblemFacts, SyncProblem } from './problem.js';

/** A mutation that is not done with, as plain data: so it is kept on disk and told to other tabs. */
export interface PendingMutation extends Plan {
  /** The mutation id, which is also its idempotency key. */
  readonly id: string;
  /** Its place in the queue: the id, until it is sent anew after a refusal. */
  readonly order: string;
  /**
   * `queued` behind another one of the same entity, for want of a token or of a connection; `retrying` after a failure,
   * at `retryAt`; `answered` until its effect shows; `refused` for good, until the user says what becomes of it.
   */
  readonly status: 'queued' | 'sending' | 'retrying' | 'answered' | 'refused';
  /** Sends so far. One that was never sent can be taken back as if it had not been made. */
  readonly attempts: number;
  /** Sends that the server answered with a passing failure. */
  readonly refusals: number;
  /** In milliseconds since 1970. */
  readonly createdAt: number;
  readonly retryAt: number | null;
  readonly lastProblem: ProblemFacts | null;
  /** The last sync id that it produced, once the server has said so. */
  readonly syncId: number | null;
  /** Its event has arrived in some scope: it took effect, whatever becomes of the answer. */
  readonly witnessed: boolean;
}

/** What the queue does to the scopes, the disk and the other tabs. */
export interface QueueOutlet {
  /** In one step. */
  show(overlays: readonly Overlay[]): void;
  confirm(mutationId: string, syncId: number): void;
  drop(mutationId: string): void;
  /** Whether some scope still shows the overlay. */
  shows(mutationId: string): boolean;
  /** The scopes that show the overlay shall catch up as far as that. */
  nudge(mutationId: string, syncId: number): void;
  refused(problem: SyncProblem, mutation: PendingMutation): void;
  /** To be kept, and told; with the answer that it has just got. */
  changed(mutation: PendingMutation, record?: unknown): void;
  removed(mutationId: string): void;
  /** Has the tab do it that leads; undefined where none but this one could. */
  ask(what: 'discard' | 'resend', mutationId: string): Promise<boolean>;
  /** What is kept on disk. */
  stored(): Promise<readonly PendingMutation[]>;
}

/** Nothing is left to be sent. */
export const isDone = ({ status }: PendingMutation): boolean => status === 'answered' || status === 'refused';

export function overlayOf({
  id: mutationId,
  model,
  modelId: id,
  action,
  data,
  syncId,
}: PendingMutation): Overlay {
  return { mutationId, model, id, action, data, syncId };
}

/** What must be shown on top of confirmed rows. */
export function shownOf(mutations: readonly PendingMutation[]): Overlay[] {
  return mutations.filter(({ witnessed, status }) => !witnessed && status !== 'refused').map(overlayOf);
}
