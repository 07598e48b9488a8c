import { type AgentSync, AgentSyncProvider, createAgentSync } from '@openagents/sync';
import { type IndexedDbStorage, indexedDb } from '@openagents/sync/indexed-db';
import { sharedTabs } from '@openagents/sync/tabs';
import { undoOf } from '@openagents/sync/undo';
import { type ReactNode, useEffect, useState } from 'react';
import { currentToken, findOrgAgain } from '../org/session-store';
import { KeptContext } from './kept';
import { OrgContext } from './org-context';
import { useOrgRows } from './rows';

type SyncWiringProps = { user: string; orgId: string; children: ReactNode };

/** One client for one person at one org; another person gets another one, by a key on this. */
export function SyncWiring({ user, orgId, children }: SyncWiringProps) {
  const [wired, setWired] = useState<{ sync: AgentSync; storage: IndexedDbStorage }>();
  useEffect(() => {
    let asked = false;
    const token = () => {
      // It asks again only when the token ran out or was refused.
      const again = asked;
      asked = true;
      return currentToken(again);
    };
    // A token is for one org, so what it brings is kept for each org by itself.
    const storage = indexedDb({ principal: user, realm: orgId });
    const made = createAgentSync({ token, storage, tabs: sharedTabs() });
    undoOf(made);
    setWired({ sync: made, storage });
    return () => made.close();
  }, [user, orgId]);
  if (!wired) return null;
  return (
    <AgentSyncProvider sync={wired.sync}>
      <OrgContext value={orgId}>
        <KeptContext value={wired.storage.state}>
          <OrgFinder />
          {children}
        </KeptContext>
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
