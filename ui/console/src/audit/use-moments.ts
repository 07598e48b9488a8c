import { useMemo } from 'react';
import { useAccounts, useAgent, usePayments, useTimeline } from '../sync/rows';
import { momentsOf } from './moments';

/** The moments at which something of an agent changed, as far as what is there now tells. */
export function useMoments(agentId: string): readonly string[] {
  const agent = useAgent(agentId);
  const entries = useTimeline(agentId);
  const accounts = useAccounts();
  const payments = usePayments();
  return useMemo(
    () =>
      momentsOf([
        agent,
        ...entries.map(({ row }) => row),
        ...accounts.filter(({ agent_id }) => agent_id === agentId),
        ...payments.filter(
          ({ from_agent_id, to_agent_id }) => from_agent_id === agentId || to_agent_id === agentId,
        ),
      ]),
    [agent, entries, accounts, payments, agentId],
  );
}
