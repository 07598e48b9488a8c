import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AgentSync, MadeMutation } from './agent-sync.js';
import type { Uuid } from './generated/protocol.js';
import type { Readable } from './handle.js';
import type { ModelName } from './model.js';
import type { MutationName, Mutations } from './mutations.js';
import { clientProblem } from './problem.js';

/** Something that was done here and may be undone. */
export interface UndoStep {
  /** The mutation id. */
  readonly id: string;
  readonly name: MutationName;
  readonly model: ModelName;
  readonly modelId: Uuid;
  /** Why it can't be undone, where that is clear from what it is. */
  readonly problem: string | null;
}

export interface Undo {
  /** What `undo()` would undo; null when there is nothing. */
  readonly last: Readable<UndoStep | null>;
  /**
   * Undoes the last mutation made here, or that one: one that was never sent is taken back; else another command brings
   * back what was, as a change of its own. Fails with `not_undoable`, and says why; the one before is then the last.
   *
   * @returns what was undone
   */
  undo(mutationId?: string): Promise<UndoStep>;
  /** What `redo()` would do again; null when there is nothing, or something else was done since. */
  readonly next: Readable<UndoStep | null>;
  /** Does again what was undone last, as a new change: a message that was deleted comes as a new one. */
  redo(): Promise<UndoStep>;
}

/** Steps that are remembered; beyond, the oldest is forgotten. */
const undoStepsMax = 100;

type Command = { [N in MutationName]: readonly [N, Parameters<Mutations[N]>[0]] }[MutationName];
type Undoing = (made: MadeMutation) => Command | string;

const rowOf = <T>({ before }: MadeMutation) => before as T | undefined;
const undone = 'Undone by who did it.';

/** The command that brings back what was, or why there is none. */
const undoings: { readonly [N in MutationName]: Undoing } = {
  createOrg: () => 'An org stays.',
  createAgent: ({ modelId: id }) => ['retireAgent', { id }],
  renameAgent: (made) => {
    const name = rowOf<{ name: string }>(made)?.name;
    return name === undefined ? unknown : ['renameAgent', { id: made.modelId, name }];
  },
  retireAgent: () => 'An agent that was retired does not come back.',
  postMessage: ({ modelId: id }) => ['deleteMessage', { id }],
  editMessage: (made) => {
    const content = rowOf<{ content: string }>(made)?.content;
    return content === undefined ? unknown : ['editMessage', { id: made.modelId, content }];
  },
  deleteMessage: () =>
    'A message that was deleted does not come back: its place and its author would not be the same.',
  recordStep: () => 'What an agent thought stays on record.',
  observeStep: () => 'What came of a step stays on record.',
  proposeChange: ({ modelId: id }) => ['rejectChange', { id, reason: undone }],
  acceptChange: () => 'An accepted change can be reverted once it is applied.',
  rejectChange: () => 'A rejected change can be proposed again.',
  applyChange: ({ modelId: id }) => ['revertChange', { id, reason: undone }],
  revertChange: () => 'A reverted change can be proposed again.',
  openAccount: () => 'An account stays.',
  deposit: ({ request }) => moveBack('withdraw', request),
  withdraw: ({ request }) => moveBack('deposit', request),
  requestPayment: ({ modelId: id }) => ['failPayment', { id, reason: undone }],
  reservePayment: () => 'A reservation ends when the payment is settled or failed.',
  settlePayment: ({ modelId: id }) => ['refundPayment', { id }],
  failPayment: () => 'A failed payment can be requested again.',
  refundPayment: () => 'Money that went back can be paid again, by a new payment.',
};

const unknown = 'What was there before is not known here.';

function moveBack(name: 'deposit' | 'withdraw', request: object): Command {
  const { account_id, amount } = request as Parameters<Mutations['deposit']>[0];
  return [name, { account_id, amount, memo: undone }];
}

const undos = new WeakMap<object, Undo>();

/** Undo of what was done through this client, from now on; the same for the same client. */
export function undoOf(sync: AgentSync): Undo {
  const known = undos.get(sync) ?? new History(sync);
  undos.set(sync, known);
  return known;
}

class History implements Undo {
  readonly last = createStore<UndoStep | null>()(() => null);
  readonly next = createStore<UndoStep | null>()(() => null);
  private steps: MadeMutation[] = [];
  private undone: MadeMutation[] = [];
  /** What a command of this file's own is for: one that undoes is no step, one that does again is one. */
  private doing: 'undo' | 'redo' | null = null;

  constructor(private readonly sync: AgentSync) {
    sync.onMutation((made) => {
      if (this.doing === null) {
        this.setUndone([]);
      }
      if (this.doing !== 'undo') {
        this.set([...this.steps, made].slice(-undoStepsMax));
        // One that was refused has had no effect, and one that was taken back is undone.
        made.answer.catch(() => this.remove(made));
      }
    });
  }

  async undo(mutationId?: string): Promise<UndoStep> {
    const made = mutationId ? this.steps.find(({ id }) => id === mutationId) : this.steps.at(-1);
    if (made === undefined) {
      throw clientProblem('not_undoable', 'There is nothing to undo.');
    }
    this.remove(made);
    if (!(await this.sync.discard(made.id))) {
      const command = changedSince(made) ?? undoings[made.name](made);
      if (typeof command === 'string') {
        throw clientProblem('not_undoable', command);
      }
      await this.run('undo', command);
    }
    this.setUndone([...this.undone, made]);
    return stepOf(made);
  }

  async redo(): Promise<UndoStep> {
    const made = this.undone.at(-1);
    if (made === undefined) {
      throw clientProblem('not_undoable', 'There is nothing to do again.');
    }
    this.setUndone(this.undone.slice(0, -1));
    const { id, ...anew } = made.request as { readonly id?: Uuid };
    // An id is taken once and for all, also where what had it is gone.
    const isNew = made.data?.['created_at'] !== undefined;
    await this.run('redo', [made.name, isNew ? anew : made.request] as unknown as Command);
    return stepOf(made);
  }

  private run(doing: 'undo' | 'redo', [name, request]: Command): Promise<unknown> {
    this.doing = doing;
    try {
      return this.sync.mutate[name](request as never);
    } finally {
      this.doing = null;
    }
  }

  private remove(made: MadeMutation): void {
    this.set(this.steps.filter((step) => step !== made));
  }

  private set(steps: MadeMutation[]): void {
    this.steps = steps;
    show(this.last, steps.at(-1));
  }

  private setUndone(undone: MadeMutation[]): void {
    this.undone = undone;
    show(this.next, undone.at(-1));
  }
}

function show(store: StoreApi<UndoStep | null>, made: MadeMutation | undefined): void {
  if (store.getState()?.id !== made?.id) {
    store.setState(made ? stepOf(made) : null, true);
  }
}

function stepOf(made: MadeMutation): UndoStep {
  const { id, name, model, modelId } = made;
  const command = undoings[name](made);
  return { id, name, model, modelId, problem: typeof command === 'string' ? command : null };
}

/** What others did meanwhile must not be undone with it; nor may a text come back that was erased. */
function changedSince({ name, now, data }: MadeMutation): string | null {
  if (name === 'deposit' || name === 'withdraw' || data === null) {
    return null;
  }
  const row = now() as Record<string, unknown> | undefined;
  if (row === undefined) {
    return 'It is not there any more.';
  }
  const { created_at, updated_at, ...set } = data;
  const own = Object.keys(set).filter((field) => typeof set[field] === 'string' && set[field] !== '');
  return own.every((field) => row[field] === set[field]) ? null : 'It was changed since.';
}
