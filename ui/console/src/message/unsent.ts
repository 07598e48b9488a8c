import { type PendingMutation, useDeadLetters } from '@openagents/sync';
import { useMemo } from 'react';

/** Messages to that agent that were refused, kept until their writer decides. */
export function useUnsentMessages(agentId: string): PendingMutation[] {
  const letters = useDeadLetters();
  return useMemo(
    () => letters.filter(({ name, data }) => name === 'postMessage' && data?.['agent_id'] === agentId),
    [letters, agentId],
  );
}
