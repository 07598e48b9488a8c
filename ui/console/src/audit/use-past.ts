import type { AgentSync, ModelName } from '@openagents/sync';
import { useCallback, useEffect, useState } from 'react';
import { useOrgScope } from '../sync/sync-context';
import { useAudit } from './use-audit';
import { type Loaded, useLoaded } from './use-loaded';

/** Whoever drags the slider stays at least so long at a moment before it is fetched. */
const SETTLED_AFTER_MS = 120;
/** What an agent's rows refer to by name. */
const AROUND: readonly ModelName[] = ['Org', 'Agent', 'Account'];

export type Past = { at: string; sync: AgentSync };

/** An agent's scope as it was. While another moment is fetched the last one stays. */
export function usePast(agentId: string, at: string): { loaded: Loaded<Past>; retry: () => void } {
  const audit = useAudit();
  const scope = useOrgScope();
  const settled = useSettled(at);
  const load = useCallback(async () => {
    const sync = await audit.past(`agent:${agentId}`, settled, { scope, models: AROUND });
    return { at: settled, sync };
  }, [audit, agentId, scope, settled]);
  return useLoaded(load);
}

function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLED_AFTER_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
