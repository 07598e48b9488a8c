import type { TimelineEntry } from '@openagents/sync';
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { EmptyState } from '../platform/empty-state';
import { useChangeable } from '../platform/moment';
import { useRepeatsShown } from '../reasoning/repeats-button';
import { useOrgRows, useTimeline } from '../sync/rows';
import { useLoad } from '../sync/sync-context';
import { Announcer } from './announcer';
import { type Timeline, type TimelineFilter, timelineOf } from './timeline';
import { TimelineList } from './timeline-list';

type TimelineViewProps = { agentId: string; filter: TimelineFilter };

/** Items that are drawn at first, and that are added whenever one gets to the top of them. */
export const ITEMS_STEP = 500;
const NONE: readonly TimelineEntry[] = [];

const NOTHING: Record<TimelineFilter, [title: string, text: string]> = {
  all: [
    'Nothing has happened yet',
    'What this agent thinks, runs and says appears here as it happens. You can speak first.',
  ],
  chat: ['No messages yet', 'Write the first one below.'],
  reasoning: ['No reasoning yet', 'Thoughts, actions and what came of them appear here as they happen.'],
  changes: ['No code changes yet', 'What this agent would change in code appears here, to be decided on.'],
};

/** What one agent did and does, live. */
export function TimelineView({ agentId, filter }: TimelineViewProps) {
  // Another agent, or another part of its work, begins at its end again.
  return <Shown key={`${agentId} ${filter}`} agentId={agentId} filter={filter} />;
}

function Shown({ agentId, filter }: TimelineViewProps) {
  const live = useChangeable();
  const loaded = useLoad().phase === 'ready';
  const latest = useTimeline(agentId);
  const changing = useOrgRows((state) => state.overlays.length > 0);
  // What is there at first, and what comes while rows load, renders a little at a time: each part of a load is a whole
  // screen. All that follows shows at once, and own changes ever: what one changes must not show as it was.
  const entered = useDeferredValue(loaded, false);
  const loading = useDeferredValue(entered ? NONE : latest, NONE);
  const entries = changing || entered ? latest : loading;
  const [size, setSize] = useState(ITEMS_STEP);
  const [reading, setReading] = useState(false);
  const [opening, setOpening] = useState<{ count: number; at: 'start' | 'end' }>({ count: 0, at: 'end' });
  const repeats = useRepeatsShown(agentId);
  const before = useRef<Timeline>(undefined);
  const timeline = useMemo(
    () => timelineOf(entries, { filter, repeats, size, reading }, before.current),
    [entries, filter, repeats, size, reading],
  );
  useEffect(() => {
    before.current = timeline;
  }, [timeline]);
  const onReading = useCallback((now: boolean) => {
    setReading(now);
    if (now) return;
    setSize(ITEMS_STEP);
    setOpening(({ count }) => ({ count, at: 'end' }));
  }, []);
  const drawn = timeline.size;
  const onMore = useCallback(() => setSize(drawn + ITEMS_STEP), [drawn]);
  // The list opens anew there: it would hold on to what is read while all the rest comes.
  const onStart = useCallback(() => {
    setSize(Number.POSITIVE_INFINITY);
    setReading(true);
    setOpening(({ count }) => ({ count: count + 1, at: 'start' }));
  }, []);
  const [title, text] = NOTHING[filter];
  return (
    <>
      {live && <Announcer key={agentId} entries={latest} />}
      {timeline.items.length === 0 ? (
        <section aria-label="Timeline" className="flex min-h-0 grow">
          {loaded && entered && <EmptyState title={title}>{text}</EmptyState>}
        </section>
      ) : (
        <TimelineList
          key={opening.count}
          opensAt={opening.at}
          items={timeline.items}
          more={timeline.from > 0}
          onMore={onMore}
          onStart={onStart}
          onReading={onReading}
        />
      )}
    </>
  );
}
