import { useEffect, useMemo, useRef } from 'react';
import { EmptyState } from '../platform/empty-state';
import { useChangeable } from '../platform/moment';
import { useRepeatsShown } from '../reasoning/repeats-button';
import { useTimeline } from '../sync/rows';
import { useLoad } from '../sync/sync-context';
import { Announcer } from './announcer';
import { type Timeline, type TimelineFilter, timelineOf } from './timeline';
import { TimelineList } from './timeline-list';

type TimelineViewProps = { agentId: string; filter: TimelineFilter };

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
  const live = useChangeable();
  const loaded = useLoad().phase === 'ready';
  const entries = useTimeline(agentId);
  const repeats = useRepeatsShown(agentId);
  const before = useRef<Timeline>(undefined);
  const timeline = useMemo(
    () => timelineOf(entries, { filter, repeats }, before.current),
    [entries, filter, repeats],
  );
  useEffect(() => {
    before.current = timeline;
  }, [timeline]);
  const [title, text] = NOTHING[filter];
  return (
    <>
      {live && <Announcer key={agentId} entries={entries} />}
      {timeline.items.length === 0 ? (
        <section aria-label="Timeline" className="flex min-h-0 grow">
          {loaded && <EmptyState title={title}>{text}</EmptyState>}
        </section>
      ) : (
        <TimelineList key={`${agentId} ${filter}`} items={timeline.items} />
      )}
    </>
  );
}
