import { type Scope, useAgentSync, useAgentSyncClient, useConnectionState } from '@openagents/sync';
import { useOrgId } from './org-context';
import { wordsOf } from './problem';

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
  const failure = problem ?? lost;
  if (!failure) return { phase: 'loading' };
  return { phase: 'failed', reason: wordsOf(failure), retry: () => client.retry() };
}
