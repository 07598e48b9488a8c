import { useState } from 'react';
import { countBelow, type TimelineItem } from './timeline';

/** Whether the reader is at the end, and otherwise how much has come since they left it. */
export function useLatestSeen(items: readonly TimelineItem[]) {
  const [atEnd, setAtEnd] = useState(true);
  const [seenKey, setSeenKey] = useState<string>();
  const noteEnd = (now: boolean) => {
    if (now === atEnd) return;
    setAtEnd(now);
    if (!now) setSeenKey(items.at(-1)?.key);
  };
  return { atEnd, newCount: atEnd || seenKey === undefined ? 0 : countBelow(items, seenKey), noteEnd };
}
