import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { estimateHeight } from './height-estimate';
import { JumpToLatest } from './jump-to-latest';
import { onScrollCommand } from './scroll-commands';
import type { TimelineItem } from './timeline';
import { TimelineRow } from './timeline-row';
import { useEndKept, useLatestSeen } from './use-latest-seen';
import { useSteadyOpening } from './use-steady-opening';

/** Nearer to the end than this counts as being there. Larger than the padding, or the end would never be reached. */
const AT_END_PX = 60;
const PADDING_END_PX = 28;

/**
 * The items, of which only those near the screen exist in the page. Follows the end while the reader is there, and
 * keeps what is being read in its place otherwise.
 */
export function TimelineList({ items }: { items: readonly TimelineItem[] }) {
  const scroller = useRef<HTMLElement>(null);
  const latestStep = items.findLast((item) => item.kind === 'step')?.key;
  const opening = useSteadyOpening();
  const seen = useLatestSeen(items, scroller);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => items[index]?.key ?? index,
    estimateSize: (index) => estimateHeight(items[index] as TimelineItem),
    anchorTo: opening.inProgress ? 'start' : 'end',
    followOnAppend: true,
    scrollEndThreshold: AT_END_PX,
    paddingEnd: PADDING_END_PX,
    overscan: 8,
    directDomUpdates: true,
    // A transform would lead sticky parts of the rows astray.
    directDomUpdatesMode: 'position',
    onChange: seen.note,
  });
  useLayoutEffect(() => virtualizer.scrollToEnd(), [virtualizer]);
  useEndKept(virtualizer, scroller, seen);
  useEffect(
    () => onScrollCommand((to) => (to === 'end' ? virtualizer.scrollToEnd() : virtualizer.scrollToOffset(0))),
    [virtualizer],
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
}
