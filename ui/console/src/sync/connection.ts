import { useAgentSyncClient, useConnectionState, usePendingMutations } from '@openagents/sync';
import { useEffect, useMemo, useState } from 'react';
import { useNow } from '../platform/now';
import { type ConnectionWords, connectionWords } from './connection-words';

export function useConnectionWords(): ConnectionWords {
  const state = useConnectionState();
  const words = useNow((now) => JSON.stringify(connectionWords(state, now)));
  return useMemo(() => JSON.parse(words) as ConnectionWords, [words]);
}

export function useRetry(): () => void {
  const client = useAgentSyncClient();
  return () => client.retry();
}

export function usePendingCount(): number {
  return usePendingMutations().length;
}

/** Since when there has been no connection, in milliseconds since 1970; attempts in between do not count. */
export function useLostSince(): number | undefined {
  const { status, attempt } = useConnectionState();
  const lost = attempt > 0 || status === 'offline' || status === 'unauthorized' || status === 'refused';
  const [since, setSince] = useState<number>();
  useEffect(() => setSince(lost ? Date.now() : undefined), [lost]);
  return lost ? since : undefined;
}
