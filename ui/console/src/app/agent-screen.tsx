import { Ghost, History } from 'lucide-react';
import { useDeferredValue } from 'react';
import { AgentHeader } from '../agent/agent-header';
import { toggleTravel, useTravelling } from '../audit/travel';
import { Composer } from '../message/composer';
import { Payments } from '../payment/lazy-payments';
import { Button, IconButton } from '../platform/button';
import { EmptyState } from '../platform/empty-state';
import { useRoomy } from '../platform/media';
import { useChangeable } from '../platform/moment';
import { navigate, useRoute } from '../platform/route';
import { Segments } from '../platform/segments';
import { ConnectionStatus } from '../sync/connection-status';
import { useAgent } from '../sync/rows';
import { useLoad } from '../sync/sync-context';
import { scrollTimeline } from '../timeline/scroll-commands';
import { TimelineView } from '../timeline/timeline-view';
import { AGENT_VIEWS, type AgentView, VIEW_NAMES } from './agent-views';
import { LoadFailed } from './load-failed';
import { LoadingTimeline } from './loading-timeline';
import { PastAgent } from './past-agent';

type AgentScreenProps = { agentId: string; wide: boolean };

/** One agent: what it is, what it did and does, and a box to write to it. */
export function AgentScreen({ agentId, wide }: AgentScreenProps) {
  const agent = useAgent(agentId);
  const load = useLoad();
  const travelling = useTravelling(agentId);
  // A room is much to render at once: it opens a little at a time.
  const entered = useDeferredValue(agent !== undefined, false);
  if (!agent) {
    if (load.phase === 'failed') return <LoadFailed {...load} />;
    return load.phase === 'ready' ? <UnknownAgent /> : <LoadingTimeline />;
  }
  if (!entered) return <LoadingTimeline />;
  if (!travelling) return <AgentRoom agentId={agentId} wide={wide} />;
  return (
    <PastAgent key={agentId} agentId={agentId}>
      <AgentRoom agentId={agentId} wide={wide} />
    </PastAgent>
  );
}

/** The agent as the client around it knows it: now, or at a moment of the past. */
function AgentRoom({ agentId, wide }: AgentScreenProps) {
  const agent = useAgent(agentId);
  const changeable = useChangeable();
  const roomy = useRoomy();
  const [view, setView] = useAgentView(agentId);
  if (!agent) return <NotThereYet />;
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
      <AgentHeader
        agent={agent}
        backShown={!wide}
        actions={
          changeable && (
            <IconButton label="Show the past" hotkey="t" onClick={() => toggleTravel(agentId)}>
              <History size={16} />
            </IconButton>
          )
        }
      >
        {roomy && tabs}
      </AgentHeader>
      {!roomy && (
        <div className="flex h-11 shrink-0 items-center justify-between gap-3 border-b border-line px-4">
          {tabs}
          {!wide && changeable && <ConnectionStatus />}
        </div>
      )}
      {view === 'payments' ? (
        <Payments agentId={agentId} />
      ) : (
        <>
          <TimelineView agentId={agentId} filter={view} />
          {changeable && <Composer key={agentId} agent={agent} onSent={() => scrollTimeline('end')} />}
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

function NotThereYet() {
  return <EmptyState title="Not there yet">At this moment the agent did not exist.</EmptyState>;
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
