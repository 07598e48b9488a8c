import { type AgentSync, AgentSyncProvider, createAgentSync } from '@openagents/sync';
import { type ReactNode, useEffect, useState } from 'react';
import { currentToken, findOrgAgain } from '../org/session-store';
import { OrgContext } from './org-context';
import { useOrgRows } from './rows';

type SyncWiringProps = { orgId: string; children: ReactNode };

/** One client for one person at one org; another person gets another one, by a key on this. */
export function SyncWiring({ orgId, children }: SyncWiringProps) {
  const [sync, setSync] = useState<AgentSync>();
  useEffect(() => {
    let asked = false;
    const token = () => {
      // It asks again only when the token ran out or was refused.
      const again = asked;
      asked = true;
      return currentToken(again);
    };
    const made = createAgentSync({ token });
    setSync(made);
    return () => made.close();
  }, []);
  if (!sync) return null;
  return (
    <AgentSyncProvider sync={sync}>
      <OrgContext value={orgId}>
        <OrgFinder />
        {children}
      </OrgContext>
    </AgentSyncProvider>
  );
}

function OrgFinder() {
  const refusal = useOrgRows((state) => state.problem?.code);
  useEffect(() => {
    // What fails here is on the screen already: the org stays refused.
    if (refusal === 'scope_unknown' || refusal === 'forbidden') findOrgAgain().catch(() => undefined);
  }, [refusal]);
  return null;
}
