import type { AgentRow } from '@openagents/sync';
import { Archive, ArrowLeft, Copy, Ellipsis, History, PencilLine } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../platform/button';
import { Menu, MenuItem, MenuSeparator } from '../platform/menu';
import { useChangeable } from '../platform/moment';
import { openOverlay } from '../platform/overlay';
import { navigate } from '../platform/route';
import { toast } from '../platform/toast';
import { useMessageCount, useStepCount } from '../sync/rows';
import { ActivityLine } from './activity-line';
import { StatusDot } from './status-dot';
import { useActivity } from './use-activity';

type AgentHeaderProps = {
  agent: AgentRow;
  /** Where the list is another screen: a way back to it. */
  backShown: boolean;
  /** Stands at the end of the first line. */
  children: ReactNode;
  /** Stand before the menu. */
  actions?: ReactNode;
};

export function AgentHeader({ agent, backShown, children, actions }: AgentHeaderProps) {
  const activity = useActivity(agent.id);
  return (
    <header className="flex h-14 shrink-0 items-center gap-3 border-b border-line px-4">
      {backShown && (
        <IconButton label="Back to agents" className="-ml-2" onClick={() => navigate({})}>
          <ArrowLeft size={18} />
        </IconButton>
      )}
      <div className="min-w-0 flex-1">
        <div className="flex items-center gap-2">
          <h1 className="truncate text-base font-semibold">{agent.name}</h1>
          {agent.status === 'retired' && (
            <span className="rounded-full border border-line px-1.5 text-2xs text-ink-faint">Retired</span>
          )}
        </div>
        <p className="flex min-w-0 items-center gap-2 text-xs text-ink-faint">
          {activity && <StatusDot pulse={activity.pulse} className="size-1.5!" />}
          {activity && <ActivityLine activity={activity} />}
          <Counts agentId={agent.id} />
        </p>
      </div>
      {children}
      {actions}
      <AgentMenu agent={agent} />
    </header>
  );
}

function Counts({ agentId }: { agentId: string }) {
  const messages = useMessageCount(agentId);
  const steps = useStepCount(agentId);
  return (
    <span className="hidden shrink-0 gap-2 tabular-nums sm:flex">
      <span aria-hidden>·</span>
      {counted(messages, 'message')}
      <span aria-hidden>·</span>
      {counted(steps, 'step')}
    </span>
  );
}

function AgentMenu({ agent }: { agent: AgentRow }) {
  const changeable = useChangeable() && agent.status === 'active';
  const copyId = () =>
    navigator.clipboard.writeText(agent.id).then(
      () => toast('Id copied.'),
      () => toast('The browser did not allow copying.', 'error'),
    );
  return (
    <Menu
      label="Agent actions"
      align="end"
      trigger={(props) => (
        <IconButton label="Agent actions" {...props}>
          <Ellipsis size={18} />
        </IconButton>
      )}
    >
      {(close) => (
        <>
          {changeable && (
            <MenuItem
              icon={<PencilLine size={15} />}
              hint="r"
              onPick={() => {
                close();
                openOverlay({ kind: 'rename-agent', agentId: agent.id });
              }}
            >
              Rename…
            </MenuItem>
          )}
          <MenuItem
            icon={<History size={15} />}
            hint="h"
            onPick={() => {
              close();
              openOverlay({ kind: 'history', model: 'Agent', id: agent.id, name: agent.name });
            }}
          >
            History…
          </MenuItem>
          <MenuItem
            icon={<Copy size={15} />}
            onPick={() => {
              close();
              void copyId();
            }}
          >
            Copy id
          </MenuItem>
          {changeable && (
            <>
              <MenuSeparator />
              <MenuItem
                danger
                icon={<Archive size={15} />}
                onPick={() => {
                  close();
                  openOverlay({ kind: 'retire-agent', agentId: agent.id });
                }}
              >
                Retire…
              </MenuItem>
            </>
          )}
        </>
      )}
    </Menu>
  );
}

function counted(count: number, word: string): string {
  return `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`;
}
