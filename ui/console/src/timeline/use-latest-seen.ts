import { type RefObject, useEffect, useRef, useState } from 'react';
import { countBelow, type TimelineItem } from './timeline';

/** What it takes of a virtualised list to know its end. */
type EndedList = { scrollToEnd: () => void; getTotalSize: () => number };

/** Nearer to the end than this counts as being there. Larger than the padding, or the end would never be reached. */
export const AT_END_PX = 60;

/** Whether the reader is at the end, and otherwise how much has come since they left it. */
export function useLatestSeen(
  items: readonly TimelineItem[],
  scroller: RefObject<HTMLElement | null>,
  opensAtEnd: boolean,
) {
  const [atEnd, setAtEnd] = useState(opensAtEnd);
  const [seenKey, setSeenKey] = useState<string>();
  const size = useRef<string>(undefined);
  const known = useRef(atEnd);
  const look = (list: EndedList) => {
    const element = scroller.current;
    // A smaller window moves the end away from the reader, not the reader from the end.
    if (!element || size.current !== sizeOf(element)) return;
    const { scrollTop, scrollHeight, clientHeight } = element;
    // Until the page has given it its height, a long list at its start counts as at its end.
    const atStart = scrollTop === 0 && list.getTotalSize() > 2 * clientHeight;
    const now = scrollHeight - clientHeight - scrollTop <= AT_END_PX && !atStart;
    if (now === known.current) return;
    known.current = now;
    setAtEnd(now);
    if (!now) setSeenKey(items.at(-1)?.key);
  };
  /** To be told whenever the list moved. While rows that come are put in place, it has yet to follow them to its end. */
  const note = (list: EndedList) => queueMicrotask(() => look(list));
  const newCount = atEnd || seenKey === undefined ? 0 : countBelow(items, seenKey);
  return { atEnd, newCount, note, size };
}

/** Keeps the end in sight when the window changes, or the box below that one writes in. */
export function useEndKept(
  list: EndedList,
  scroller: RefObject<HTMLElement | null>,
  { atEnd, size }: { atEnd: boolean; size: RefObject<string | undefined> },
): void {
  const wasAtEnd = useRef(atEnd);
  useEffect(() => {
    wasAtEnd.current = atEnd;
  }, [atEnd]);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      size.current = sizeOf(element);
      if (wasAtEnd.current) list.scrollToEnd();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [list, scroller, size]);
}

function sizeOf(element: HTMLElement | null): string | undefined {
  return element ? `${element.clientWidth}×${element.clientHeight}` : undefined;
}
