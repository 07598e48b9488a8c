import { type Scope, useAgentSync, useAgentSyncClient, useConnectionState } from '@openagents/sync';
import { createContext, useContext } from 'react';

export { useMutations } from '@openagents/sync';

/** The org that the whole page shows. */
export const OrgContext = createContext<string | undefined>(undefined);

export function useOrgId(): string {
  const orgId = useContext(OrgContext);
  if (orgId === undefined) throw new Error('There is no SyncWiring above this component.');
  return orgId;
}

export function useOrgScope(): Scope {
  return `org:${useOrgId()}`;
}

export type Load =
  | { phase: 'loading' }
  | { phase: 'ready' }
  | { phase: 'failed'; reason: string; retry: () => void };

/** Whether the org's rows are there; once they are they stay, through breaks as well. */
export function useLoad(): Load {
  const scope = useOrgScope();
  const client = useAgentSyncClient();
  const connection = useConnectionState(scope);
  const { ready, problem } = useAgentSync(scope, (state) => ({ ready: state.ready, problem: state.problem }));
  if (ready) return { phase: 'ready' };
  const lost = connection.attempt > 0 ? connection.lastProblem : null;
  const reason = problem?.detail ?? lost?.detail;
  return reason === undefined
    ? { phase: 'loading' }
    : { phase: 'failed', reason, retry: () => client.retry() };
}
