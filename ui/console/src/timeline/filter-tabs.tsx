import { classes } from '../platform/classes';
import { TIMELINE_FILTERS, type TimelineFilter } from './timeline';

export const FILTER_NAMES: Record<TimelineFilter, string> = {
  all: 'All',
  chat: 'Chat',
  reasoning: 'Reasoning',
};

type FilterTabsProps = { filter: TimelineFilter; onFilter: (filter: TimelineFilter) => void };

/** Which part of the timeline is shown: one of three. */
export function FilterTabs({ filter, onFilter }: FilterTabsProps) {
  return (
    <div role="radiogroup" aria-label="Show" className="flex shrink-0 rounded-lg bg-hover p-0.5">
      {TIMELINE_FILTERS.map((name) => (
        <label
          key={name}
          className={classes(
            'flex h-6 items-center rounded-md px-2.5 text-xs font-medium has-focus-visible:outline-2 has-focus-visible:outline-accent',
            name === filter
              ? 'bg-tab text-ink shadow-[0_1px_2px_rgb(0_0_0/10%)]'
              : 'text-ink-soft hover:text-ink',
          )}
        >
          <input
            type="radio"
            name="timeline-filter"
            className="sr-only"
            checked={name === filter}
            onChange={() => onFilter(name)}
          />
          {FILTER_NAMES[name]}
        </label>
      ))}
    </div>
  );
}
