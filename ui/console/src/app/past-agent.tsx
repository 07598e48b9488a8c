import { AgentSyncProvider, SyncProblem } from '@openagents/sync';
import type { ReactNode } from 'react';
import { PastBar } from '../audit/past-bar';
import { travelTo, useTravel } from '../audit/travel';
import { useMoments } from '../audit/use-moments';
import { type Past, usePast } from '../audit/use-past';
import { Button } from '../platform/button';
import { classes } from '../platform/classes';
import { EmptyState } from '../platform/empty-state';
import { MomentContext } from '../platform/moment';
import { formatExact, millis } from '../platform/time';
import { LoadingTimeline } from './loading-timeline';

type PastAgentProps = { agentId: string; children: ReactNode };

/** An agent's screen as it was: whatever stands in it finds the rows of that moment, and can change none. */
export function PastAgent({ agentId, children }: PastAgentProps) {
  const moments = useMoments(agentId);
  const chosen = useTravel((travel) => travel.at);
  const at = chosen ?? moments.at(-1) ?? new Date().toISOString();
  const { loaded, retry } = usePast(agentId, at);
  return (
    <>
      <PastBar
        moments={moments}
        at={at}
        loading={loaded.phase === 'loading'}
        onMove={(moment) => travelTo(agentId, moment)}
      />
      {loaded.phase === 'failed' ? (
        <Unreachable agentId={agentId} problem={loaded.problem} reason={loaded.reason} retry={retry} />
      ) : loaded.value ? (
        <Moment past={loaded.value} stale={loaded.value.at !== at}>
          {children}
        </Moment>
      ) : (
        <LoadingTimeline />
      )}
    </>
  );
}

function Moment({ past, stale, children }: { past: Past; stale: boolean; children: ReactNode }) {
  return (
    <AgentSyncProvider sync={past.sync}>
      <MomentContext value={millis(past.at)}>
        <div
          className={classes(
            'flex min-h-0 grow flex-col border-l-4 border-warn/40 transition-opacity',
            stale && 'opacity-60',
          )}
        >
          {children}
        </div>
      </MomentContext>
    </AgentSyncProvider>
  );
}

type UnreachableProps = { agentId: string; problem: unknown; reason: string; retry: () => void };

function Unreachable({ agentId, problem, reason, retry }: UnreachableProps) {
  const oldest = problem instanceof SyncProblem ? problem.oldestTime : undefined;
  if (oldest === undefined)
    return (
      <EmptyState title="This moment can't be shown" action={<Button onClick={retry}>Try again</Button>}>
        {reason}
      </EmptyState>
    );
  return (
    <EmptyState
      title="That is too long ago"
      action={<Button onClick={() => travelTo(agentId, oldest)}>Show the oldest moment</Button>}
    >
      Screens can be shown as they were since {formatExact(oldest)}. Histories reach back to the beginning.
    </EmptyState>
  );
}
