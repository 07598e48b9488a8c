import { ChevronRight } from 'lucide-react';
import { useRef, useState } from 'react';
import { classes } from '../platform/classes';
import { useAgents } from '../sync/rows';
import { AgentItem } from './agent-item';
import { matches } from './agent-order';
import { moveWithArrows } from './list-keys';
import { useMovesShown } from './moves';
import { useOrderedAgents } from './use-ordered-agents';

type AgentListProps = { selectedId: string | undefined; query: string };

/** The org's agents, those at work first. Its order rests while a pointer is over it. */
export function AgentList({ selectedId, query }: AgentListProps) {
  const [pointed, setPointed] = useState(false);
  const agents = useAgents();
  const found = new Set(agents.filter((agent) => matches(agent, query)).map((agent) => agent.id));
  const retired = new Set(agents.filter((agent) => agent.status === 'retired').map((agent) => agent.id));
  const order = useOrderedAgents(pointed).filter((id) => found.has(id));
  const list = useRef<HTMLUListElement>(null);
  useMovesShown(list, order);
  if (order.length === 0 && query !== '') return <NothingFound query={query} />;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it listens to its links, which are what one interacts with.
    <div
      onPointerEnter={(event) => event.pointerType === 'mouse' && setPointed(true)}
      onPointerLeave={() => setPointed(false)}
      onKeyDown={moveWithArrows}
    >
      {/* biome-ignore lint/a11y/noRedundantRoles: Safari takes the role from lists without bullets. */}
      <ul ref={list} role="list" aria-label="Agents" className="space-y-px">
        {order
          .filter((id) => !retired.has(id))
          .map((id) => (
            <AgentItem key={id} id={id} selected={id === selectedId} />
          ))}
      </ul>
      <RetiredAgents
        ids={order.filter((id) => retired.has(id))}
        selectedId={selectedId}
        open={query !== ''}
      />
    </div>
  );
}

type RetiredAgentsProps = { ids: readonly string[]; selectedId: string | undefined; open: boolean };

function RetiredAgents({ ids, selectedId, open }: RetiredAgentsProps) {
  const [opened, setOpened] = useState(false);
  const shown = open || opened || ids.some((id) => id === selectedId);
  if (ids.length === 0) return null;
  return (
    <div className="mt-3">
      <button
        type="button"
        aria-expanded={shown}
        onClick={() => setOpened(!opened)}
        className="flex h-7 w-full items-center gap-1 rounded-md px-2 text-xs font-medium text-ink-faint hover:bg-hover"
      >
        <ChevronRight size={12} className={classes('transition-transform', shown && 'rotate-90')} />
        Retired
        <span className="pl-1 font-normal tabular-nums">{ids.length}</span>
      </button>
      {shown && (
        // biome-ignore lint/a11y/noRedundantRoles: Safari takes the role from lists without bullets.
        <ul role="list" aria-label="Retired agents" className="mt-px space-y-px">
          {ids.map((id) => (
            <AgentItem key={id} id={id} selected={id === selectedId} />
          ))}
        </ul>
      )}
    </div>
  );
}

function NothingFound({ query }: { query: string }) {
  return (
    <p className="px-3 py-6 text-center text-ink-faint">
      No agent is called <span className="text-ink-soft wrap-anywhere">“{query.trim()}”</span>
    </p>
  );
}
