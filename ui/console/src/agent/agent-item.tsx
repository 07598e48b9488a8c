import { memo, useEffect, useRef } from 'react';
import { classes } from '../platform/classes';
import { hrefOf } from '../platform/route';
import { Ago } from '../platform/when';
import { useAgent } from '../sync/rows';
import { ActivityLine } from './activity-line';
import { StatusDot } from './status-dot';
import { useActivity } from './use-activity';

type AgentItemProps = { id: string; selected: boolean };

/** An agent in the list: what it is called, what it is doing, since when. */
export const AgentItem = memo(function AgentItem({ id, selected }: AgentItemProps) {
  const agent = useAgent(id);
  const activity = useActivity(id);
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (selected) item.current?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  if (!agent || !activity) return null;
  return (
    <li ref={item} data-agent={id}>
      <a
        href={hrefOf({ agentId: id })}
        aria-current={selected ? 'page' : undefined}
        draggable={false}
        className={classes(
          'grid grid-cols-[0.5rem_minmax(0,1fr)_auto] items-center gap-x-2.5 rounded-lg px-2.5 py-2 -outline-offset-2',
          selected ? 'bg-selected' : 'hover:bg-hover',
        )}
      >
        <StatusDot pulse={activity.pulse} />
        <span
          title={agent.name}
          className={classes('truncate font-medium', activity.pulse === 'retired' && 'text-ink-soft')}
        >
          {agent.name}
        </span>
        <Ago at={activity.at} className="text-2xs text-ink-faint tabular-nums" />
        <ActivityLine activity={activity} className="col-span-2 col-start-2 text-xs" />
      </a>
    </li>
  );
});
