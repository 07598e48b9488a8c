import { useAgentSyncClient } from '@openagents/sync';
import { type UndoStep, undoOf } from '@openagents/sync/undo';
import { toast } from '../platform/toast';
import { nameOfMutation } from './mutation-words';
import { reasonOf } from './problem';

/** Undoes what was done last here, or that one, and says what became of it. */
export function useUndo(): (mutationId?: string | Event) => void {
  const sync = useAgentSyncClient();
  return (mutationId) => {
    undoOf(sync)
      .undo(typeof mutationId === 'string' ? mutationId : undefined)
      .then(
        (step) => toast(`Undone: ${nameOfMutation(step.name)}`),
        (problem) => toast(`Not undone. ${reasonOf(problem)}`, 'error'),
      );
  };
}

/** Offers to undo what was done in that moment. */
export function useUndoToast(): (text: string) => void {
  const sync = useAgentSyncClient();
  const undo = useUndo();
  return (text) => {
    const step: UndoStep | null = undoOf(sync).last.getState();
    if (step) toast(text, 'plain', { name: 'Undo', run: () => undo(step.id) });
  };
}
