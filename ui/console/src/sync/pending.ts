import { usePendingMutations } from '@openagents/sync';

/** How a change of one's own to a row stands: on its way, waiting for the connection, or (undefined) done. */
export type Pending = 'sending' | 'waiting' | undefined;

export function usePending(id: string): Pending {
  const mutations = usePendingMutations();
  const mutation = mutations.find(({ modelId }) => modelId === id);
  if (!mutation) return undefined;
  // One that has its turn later waits for what those before it wait for.
  const stuck = mutation.status === 'queued' && mutations.some(({ lastProblem }) => lastProblem);
  return mutation.lastProblem || stuck ? 'waiting' : 'sending';
}
