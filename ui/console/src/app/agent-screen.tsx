import { Ghost } from 'lucide-react';
import { AgentHeader } from '../agent/agent-header';
import { Composer } from '../message/composer';
import { Payments } from '../payment/lazy-payments';
import { Button } from '../platform/button';
import { EmptyState } from '../platform/empty-state';
import { useRoomy } from '../platform/media';
import { navigate, useRoute } from '../platform/route';
import { Segments } from '../platform/segments';
import { Bar } from '../platform/skeleton';
import { ConnectionStatus } from '../sync/connection-status';
import { useAgent } from '../sync/rows';
import { useLoad } from '../sync/sync-context';
import { scrollTimeline } from '../timeline/scroll-commands';
import { TimelineView } from '../timeline/timeline-view';
import { AGENT_VIEWS, type AgentView, VIEW_NAMES } from './agent-views';
import { LoadFailed } from './load-failed';

type AgentScreenProps = { agentId: string; wide: boolean };

/** One agent: what it is, what it did and does, and a box to write to it. */
export function AgentScreen({ agentId, wide }: AgentScreenProps) {
  const agent = useAgent(agentId);
  const load = useLoad();
  const [view, setView] = useAgentView(agentId);
  const roomy = useRoomy();
  if (!agent) {
    if (load.phase === 'failed') return <LoadFailed {...load} />;
    return load.phase === 'ready' ? <UnknownAgent /> : <LoadingTimeline />;
  }
  const tabs = (
    <Segments
      label="Show"
      choices={AGENT_VIEWS}
      names={VIEW_NAMES}
      chosen={view}
      onChoose={setView}
      className={roomy ? 'shrink-0' : 'min-w-0'}
    />
  );
  return (
    <>
      <AgentHeader agent={agent} backShown={!wide}>
        {roomy && tabs}
      </AgentHeader>
      {!roomy && (
        <div className="flex h-11 shrink-0 items-center justify-between gap-3 border-b border-line px-4">
          {tabs}
          {!wide && <ConnectionStatus />}
        </div>
      )}
      {view === 'payments' ? (
        <Payments agentId={agentId} />
      ) : (
        <>
          <TimelineView agentId={agentId} filter={view} />
          <Composer key={agentId} agent={agent} onSent={() => scrollTimeline('end')} />
        </>
      )}
    </>
  );
}

export function useAgentView(agentId: string | undefined): [AgentView, (view: AgentView) => void] {
  const { view } = useRoute();
  const shown = AGENT_VIEWS.find((name) => name === view) ?? 'all';
  const setView = (next: AgentView) => {
    if (agentId) navigate({ agentId, ...(next !== 'all' && { view: next }) }, { replace: true });
  };
  return [shown, setView];
}

function UnknownAgent() {
  return (
    <EmptyState
      icon={<Ghost size={28} strokeWidth={1.5} />}
      title="There is no such agent here"
      action={<Button onClick={() => navigate({})}>Show the agents</Button>}
    >
      The address names an agent that this org does not have.
    </EmptyState>
  );
}

export function LoadingTimeline() {
  return (
    <div role="status" aria-label="Loading" className="flex min-h-0 grow flex-col">
      <div className="flex h-14 items-center border-b border-line px-4">
        <Bar className="w-48" />
      </div>
      <div className="mx-auto w-full max-w-[54rem] space-y-10 px-4 pt-10">
        {['w-2/3', 'w-5/6', 'w-1/2'].map((width) => (
          <div key={width} className="flex gap-3">
            <Bar className="size-6! shrink-0 rounded-md" />
            <div className="grow space-y-3 pt-1.5">
              <Bar className="w-24" />
              <Bar className={width} />
              <Bar className="h-24! w-full rounded-lg! opacity-50" />
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}
