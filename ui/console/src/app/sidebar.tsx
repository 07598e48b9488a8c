import { ListFilter, Plus, Wallet, X } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { AgentList } from '../agent/agent-list';
import { goIntoList } from '../agent/list-keys';
import { AccountMenu } from '../org/account-menu';
import type { Session } from '../org/session';
import { Button, IconButton } from '../platform/button';
import { classes } from '../platform/classes';
import { EmptyState } from '../platform/empty-state';
import { useWide } from '../platform/media';
import { openOverlay } from '../platform/overlay';
import { hrefOf, useRoute } from '../platform/route';
import { Bar } from '../platform/skeleton';
import { ConnectionStatus } from '../sync/connection-status';
import { NotKept } from '../sync/not-kept';
import { OutboxButton } from '../sync/outbox-button';
import { useAgents } from '../sync/rows';
import { useLoad } from '../sync/sync-context';
import { LoadFailed } from './load-failed';

type SidebarProps = { session: Session; selectedId: string | undefined };

/** The org and its agents. */
export function Sidebar({ session, selectedId }: SidebarProps) {
  const [query, setQuery] = useState('');
  return (
    <nav aria-label="Agents of the org" className="flex h-full min-h-0 flex-col bg-panel">
      <div className="flex h-14 shrink-0 items-center gap-1 px-2">
        <div className="min-w-0 grow">
          <AccountMenu session={session} />
        </div>
        <IconButton label="New agent" hotkey="c" onClick={() => openOverlay({ kind: 'new-agent' })}>
          <Plus size={17} />
        </IconButton>
      </div>
      <div className="px-2 pb-2">
        <FilterField query={query} onQuery={setQuery} />
      </div>
      <div className="min-h-0 grow overflow-y-auto px-2 pb-3">
        <Agents selectedId={selectedId} query={query} />
      </div>
      <NotKept />
      <div className="group/foot flex h-10 shrink-0 items-center justify-between gap-1 border-t border-line pr-2 pl-4">
        <ConnectionStatus />
        <div className="flex shrink-0 items-center">
          <OutboxButton />
          <PaymentsLink />
        </div>
      </div>
    </nav>
  );
}

function PaymentsLink() {
  const { page } = useRoute();
  const current = page === 'payments';
  return (
    <a
      href={hrefOf({ page: 'payments' })}
      aria-current={current ? 'page' : undefined}
      aria-keyshortcuts="g p"
      title="Payments of the org  g p"
      className={classes(
        'flex h-7 shrink-0 items-center gap-1.5 rounded-md px-2 text-xs font-medium hover:bg-hover hover:text-ink',
        current ? 'bg-selected text-ink' : 'text-ink-soft',
      )}
    >
      <Wallet size={14} />
      {/* What is wrong with the connection must not be cut. */}
      <span className="group-has-data-crowds/foot:sr-only">Payments</span>
    </a>
  );
}

function Agents({ selectedId, query }: { selectedId: string | undefined; query: string }) {
  const load = useLoad();
  const wide = useWide();
  const count = useAgents().length;
  if (count > 0) return <AgentList selectedId={selectedId} query={query} />;
  if (load.phase === 'failed' && !wide) return <LoadFailed {...load} />;
  if (load.phase !== 'ready') return <LoadingAgents />;
  return (
    <EmptyState
      title="No agents yet"
      action={
        <Button look="primary" onClick={() => openOverlay({ kind: 'new-agent' })}>
          <Plus size={15} /> New agent
        </Button>
      }
    >
      Agents appear here as soon as they are created, by you or by a program.
    </EmptyState>
  );
}

function FilterField({ query, onQuery }: { query: string; onQuery: (query: string) => void }) {
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Escape') return goIntoList(event);
    onQuery('');
    event.currentTarget.blur();
  };
  return (
    <div className="relative">
      <ListFilter size={14} className="absolute top-2.5 left-2.5 text-ink-faint" />
      <input
        id="agent-filter"
        type="text"
        aria-label="Filter agents"
        aria-keyshortcuts="f"
        placeholder="Filter agents"
        value={query}
        onChange={(event) => onQuery(event.target.value)}
        onKeyDown={onKeyDown}
        autoComplete="off"
        className="field h-8.5 w-full pr-8 pl-8"
      />
      {query !== '' && (
        <IconButton
          label="Clear the filter"
          onClick={() => onQuery('')}
          className="absolute! top-0.5 right-0.5"
        >
          <X size={14} />
        </IconButton>
      )}
    </div>
  );
}

function LoadingAgents() {
  return (
    <div role="status" aria-label="Loading agents" className="space-y-5 px-2.5 py-3">
      {['w-3/5', 'w-4/5', 'w-1/2', 'w-2/3', 'w-3/5', 'w-3/4'].map((width, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they never change.
        <div key={index} className="space-y-2.5">
          <Bar className={width} />
          <Bar className="h-2! w-2/5 opacity-60" />
        </div>
      ))}
    </div>
  );
}
