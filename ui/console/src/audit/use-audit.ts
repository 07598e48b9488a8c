import { useAgentSyncClient } from '@openagents/sync';
import { type Audit, auditOf } from '@openagents/sync/audit';
import { useMemo } from 'react';

export function useAudit(): Audit {
  const sync = useAgentSyncClient();
  return useMemo(() => auditOf(sync), [sync]);
}
