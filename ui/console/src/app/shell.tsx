import { useEffect } from 'react';
import { useFirstAgent } from '../agent/use-ordered-agents';
import type { Session } from '../org/session';
import { EmptyState } from '../platform/empty-state';
import { ErrorBoundary } from '../platform/error-boundary';
import { useWide } from '../platform/media';
import { useRoute } from '../platform/route';
import { ConnectionBanner } from '../sync/connection-banner';
import { InspectorPanel } from '../sync/inspector-panel';
import { useAgent, useAgents } from '../sync/rows';
import { useLoad } from '../sync/sync-context';
import { AgentScreen } from './agent-screen';
import { LoadFailed } from './load-failed';
import { LoadingTimeline } from './loading-timeline';
import { OrgPayments } from './org-payments';
import { Overlays } from './overlays';
import { Sidebar } from './sidebar';
import { useShellKeys } from './use-shell-keys';

/** List and agent side by side, or one after the other where there is no room. */
export function Shell({ session }: { session: Session }) {
  const wide = useWide();
  const shownId = useShownAgent(wide);
  useShellKeys(shownId, wide);
  useTitle(shownId);
  const { page } = useRoute();
  const showsMain = wide || shownId !== undefined || page !== undefined;
  const showsList = wide || !showsMain;
  return (
    <div className="flex h-dvh flex-col">
      <div className="flex min-h-0 grow">
        {showsList && (
          <div className={wide ? 'w-72 shrink-0 border-r border-line lg:w-80' : 'min-w-0 grow'}>
            <Sidebar session={session} selectedId={shownId} />
          </div>
        )}
        {showsMain && (
          <main className="relative flex min-w-0 grow flex-col bg-canvas">
            <ErrorBoundary key={shownId ?? page}>
              {page === 'payments' ? (
                <OrgPayments wide={wide} />
              ) : shownId === undefined ? (
                <NothingShown />
              ) : (
                <AgentScreen agentId={shownId} wide={wide} />
              )}
            </ErrorBoundary>
            <ConnectionBanner />
          </main>
        )}
      </div>
      <InspectorPanel />
      <Overlays shownAgentId={shownId} />
    </div>
  );
}

/** The agent that the address names; where it names nothing, side by side with the list, the first of it. */
function useShownAgent(wide: boolean): string | undefined {
  const { agentId, page } = useRoute();
  const first = useFirstAgent();
  return agentId ?? (wide && page === undefined ? first : undefined);
}

function NothingShown() {
  const load = useLoad();
  const empty = useAgents().length === 0;
  if (load.phase === 'failed') return <LoadFailed {...load} />;
  if (load.phase === 'loading' || !empty) return <LoadingTimeline />;
  return (
    <EmptyState title="Watch agents at work">
      Choose New agent, or let a program create one through the API. Its chat and its reasoning then appear
      here, live.
    </EmptyState>
  );
}

function useTitle(agentId: string | undefined): void {
  const { page } = useRoute();
  const agent = useAgent(agentId ?? '')?.name;
  const name = page === 'payments' ? 'Payments' : agent;
  useEffect(() => {
    document.title = name ? `${name} · agentsync` : 'agentsync';
  }, [name]);
}
