import { usePendingMutations } from '@openagents/sync';

/** How a change of one's own to a row stands: on its way, waiting for the connection, or (undefined) done. */
export type Pending = 'sending' | 'waiting' | undefined;

export function usePending(id: string): Pending {
  const mutation = usePendingMutations().find(({ modelId }) => modelId === id);
  if (!mutation) return undefined;
  return mutation.lastProblem ? 'waiting' : 'sending';
}
