import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { estimateHeight } from './height-estimate';
import { JumpToLatest } from './jump-to-latest';
import { measureRow } from './measure-row';
import { onScrollCommand } from './scroll-commands';
import type { TimelineItem } from './timeline';
import { TimelineRow } from './timeline-row';
import { AT_END_PX, useEndKept, useLatestSeen } from './use-latest-seen';
import { useSteadyOpening } from './use-steady-opening';

const PADDING_END_PX = 28;
/** Items beyond the screen that are in the page; and that are left above it when more are asked for. */
const OVERSCAN = 4;
const LEFT_ABOVE = 20;

type TimelineListProps = {
  items: readonly TimelineItem[];
  /** There are more above. */
  more: boolean;
  onMore: () => void;
  /** One wants to see the first of all. */
  onStart: () => void;
  opensAt: 'start' | 'end';
  /** Whether the reader is above the end. */
  onReading: (reading: boolean) => void;
};

/**
 * The items, of which only those near the screen exist in the page. Follows the end while the reader is there, and
 * keeps what is being read in its place otherwise.
 */
export const TimelineList = memo(function TimelineList({
  items,
  more,
  onMore,
  onStart,
  opensAt,
  onReading,
}: TimelineListProps) {
  const scroller = useRef<HTMLElement>(null);
  const latestStep = items.findLast((item) => item.kind === 'step')?.key;
  const opening = useSteadyOpening();
  const seen = useLatestSeen(items, scroller, opensAt === 'end');
  // What is above the end is not rendered only in order to be left.
  const [initialOffset] = useState(() =>
    opensAt === 'end' ? Math.max(0, heightOf(items) - window.innerHeight) : 0,
  );
  const virtualizer = useVirtualizer({
    initialOffset,
    initialRect: { width: 0, height: window.innerHeight },
    count: items.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => items[index]?.key ?? index,
    estimateSize: (index) => estimateHeight(items[index] as TimelineItem),
    measureElement: measureRow,
    // Before it has a height the list would take its start for its end.
    anchorTo: opening.inProgress || opensAt === 'start' ? 'start' : 'end',
    followOnAppend: true,
    scrollEndThreshold: AT_END_PX,
    paddingEnd: PADDING_END_PX,
    overscan: OVERSCAN,
    directDomUpdates: true,
    // A transform would lead sticky parts of the rows astray.
    directDomUpdatesMode: 'position',
    onChange: seen.note,
  });
  useLayoutEffect(() => {
    if (opensAt === 'end') virtualizer.scrollToEnd();
  }, [virtualizer, opensAt]);
  const lastKey = items.at(-1)?.key;
  const knownLast = useRef(lastKey);
  // The list follows what is added to what it had; where so much came that nothing of that is left, it would stay.
  useLayoutEffect(() => {
    if (lastKey !== knownLast.current && seen.atEnd && !opening.inProgress) virtualizer.scrollToEnd();
    knownLast.current = lastKey;
  });
  useEndKept(virtualizer, scroller, seen);
  useEffect(() => onReading(!seen.atEnd), [seen.atEnd, onReading]);
  useEffect(() => {
    const start = virtualizer.range?.startIndex ?? LEFT_ABOVE;
    if (more && !seen.atEnd && start < LEFT_ABOVE) onMore();
  });
  useEffect(
    () =>
      onScrollCommand((to) => {
        if (to === 'end') virtualizer.scrollToEnd();
        else if (more) onStart();
        else virtualizer.scrollToOffset(0);
      }),
    [virtualizer, more, onStart],
  );
  return (
    <div className="relative min-h-0 grow">
      <section
        ref={scroller}
        aria-label="Timeline"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it with the keyboard.
        tabIndex={0}
        onClickCapture={opening.onClickCapture}
        className="h-full overflow-y-auto overscroll-contain px-4 [overflow-anchor:none] -outline-offset-2"
      >
        <div ref={virtualizer.containerRef} className="relative mx-auto max-w-[52rem]">
          {virtualizer.getVirtualItems().map(({ key, index }) => (
            <div
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              className="absolute left-0 w-full"
            >
              <TimelineRow item={items[index] as TimelineItem} latestStep={key === latestStep} />
            </div>
          ))}
        </div>
      </section>
      <div
        aria-hidden
        className="pointer-events-none absolute inset-x-0 bottom-0 h-6 bg-linear-to-t from-canvas"
      />
      {!seen.atEnd && <JumpToLatest newCount={seen.newCount} onJump={() => virtualizer.scrollToEnd()} />}
    </div>
  );
});

/** About how high the items are together. */
function heightOf(items: readonly TimelineItem[]): number {
  return items.reduce((sum, item) => sum + estimateHeight(item), 0);
}
