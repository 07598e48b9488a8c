import { type HistoryResponse, type ModelName, selectRow } from '@openagents/sync';
import { useCallback, useState } from 'react';
import { useOrgRows } from '../sync/rows';
import { useAudit } from './use-audit';
import { type Loaded, useLoaded } from './use-loaded';

const ENTRIES_PER_PAGE = 30;

/** A thing's history, newest first: as much of it as was asked for, looked up again when the thing changes. */
export function useHistory(model: ModelName, id: string) {
  const audit = useAudit();
  const changedAt = useOrgRows((state) => selectRow(model, id)(state)?.updated_at);
  const [pages, setPages] = useState(1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the thing is a reason to look again.
  const load = useCallback(async (): Promise<HistoryResponse> => {
    let answer = await audit.history(model, id, { order: 'newest', limit: ENTRIES_PER_PAGE });
    for (let page = 1; page < pages && answer.nextCursor !== undefined; page++) {
      const cursor = answer.nextCursor;
      const more = await audit.history(model, id, { order: 'newest', limit: ENTRIES_PER_PAGE, cursor });
      answer = { ...more, entries: [...answer.entries, ...more.entries] };
    }
    return answer;
  }, [audit, model, id, pages, changedAt]);
  const { loaded, retry }: { loaded: Loaded<HistoryResponse>; retry: () => void } = useLoaded(load);
  return { loaded, retry, showMore: () => setPages((count) => count + 1) };
}
