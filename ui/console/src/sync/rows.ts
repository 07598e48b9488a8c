import {
  type AccountRow,
  type AgentRow,
  type CodeChangeRow,
  type MessageRow,
  type OrgRow,
  type PaymentRow,
  type PostingRow,
  type ReasoningStepRow,
  type SyncState,
  selectAccounts,
  selectAgents,
  selectCodeChanges,
  selectMessages,
  selectOrg,
  selectPayments,
  selectPostings,
  selectRow,
  selectSteps,
  selectTimeline,
  type TimelineEntry,
  useAgentSync,
} from '@openagents/sync';
import { useOrgScope } from './sync-context';

/** A row of the org, or what is worked out of some; renders again only when that changes. */
export function useOrgRows<T>(select: (state: SyncState) => T): T {
  return useAgentSync(useOrgScope(), select);
}

export function useOrg(): OrgRow | undefined {
  return useOrgRows(selectOrg);
}

export function useAgents(): readonly AgentRow[] {
  return useOrgRows(selectAgents);
}

export function useAgent(agentId: string): AgentRow | undefined {
  return useOrgRows(selectRow('Agent', agentId));
}

export function useTimeline(agentId: string): readonly TimelineEntry[] {
  return useOrgRows(selectTimeline(agentId));
}

export function useMessageCount(agentId: string): number {
  return useOrgRows((state) => selectMessages(agentId)(state).length);
}

export function useStepCount(agentId: string): number {
  return useOrgRows((state) => selectSteps(agentId)(state).length);
}

export function useLastMessage(agentId: string): MessageRow | undefined {
  return useOrgRows((state) => selectMessages(agentId)(state).at(-1));
}

export function useLastStep(agentId: string): ReasoningStepRow | undefined {
  return useOrgRows((state) => selectSteps(agentId)(state).at(-1));
}

export function useLastChange(agentId: string): CodeChangeRow | undefined {
  return useOrgRows((state) => selectCodeChanges(agentId)(state).at(-1));
}

export function useAccounts(): readonly AccountRow[] {
  return useOrgRows(selectAccounts);
}

export function usePayments(): readonly PaymentRow[] {
  return useOrgRows(selectPayments);
}

export function usePayment(paymentId: string): PaymentRow | undefined {
  return useOrgRows(selectRow('Payment', paymentId));
}

/** What was written into an account, oldest first. */
export function usePostings(accountId: string): readonly PostingRow[] {
  return useOrgRows(selectPostings(accountId));
}
