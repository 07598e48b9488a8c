import {
  type AgentRow,
  type MessageRow,
  type OrgRow,
  type ReasoningStepRow,
  type SyncState,
  selectAgents,
  selectMessages,
  selectOrg,
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
