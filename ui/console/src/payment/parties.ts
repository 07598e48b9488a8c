import type { AccountRow, AgentRow, PaymentRow } from '@openagents/sync';
import { useMemo } from 'react';
import { useAccounts, useAgents, useOrg } from '../sync/rows';

/** What the owner of an account is called; the outside also where its account is not known yet. */
export type NameOf = (accountId: string) => string;

export function nameOf(
  account: AccountRow | undefined,
  agents: ReadonlyMap<string, AgentRow>,
  orgName: string,
): string {
  switch (account?.kind) {
    case 'agent':
      return agents.get(account.agent_id ?? '')?.name ?? 'An agent';
    case 'org':
      return orgName;
    default:
      return 'Outside';
  }
}

export function useNameOf(): NameOf {
  const accounts = useAccounts();
  const agents = useAgents();
  const orgName = useOrg()?.name ?? 'The org';
  return useMemo(() => {
    const agentsById = new Map(agents.map((agent) => [agent.id, agent]));
    const accountsById = new Map(accounts.map((account) => [account.id, account]));
    return (accountId) => nameOf(accountsById.get(accountId), agentsById, orgName);
  }, [accounts, agents, orgName]);
}

/** The one account of an agent, or of the org. */
export function accountOf(accounts: readonly AccountRow[], agentId: string | undefined) {
  return accounts.find((account) =>
    agentId === undefined ? account.kind === 'org' : account.kind === 'agent' && account.agent_id === agentId,
  );
}

/** The other accounts, those of the outside last. */
export function othersOf(accounts: readonly AccountRow[], account: AccountRow | undefined): AccountRow[] {
  const others = accounts.filter((other) => other !== account);
  return others.toSorted((a, b) => Number(a.kind === 'outside') - Number(b.kind === 'outside'));
}

export function concernsAgent(payment: PaymentRow, agentId: string | undefined): boolean {
  return agentId === undefined || payment.from_agent_id === agentId || payment.to_agent_id === agentId;
}
