import type { RebuildRun } from '@openagents/sync';
import { Dialog } from '../platform/dialog';
import { closeOverlay } from '../platform/overlay';
import { RebuildForm } from './rebuild-form';
import { RunView } from './run-view';
import { useRuns } from './use-runs';

/** Verifies and rebuilds what people see from the events, and shows how far it is. */
export function RebuildDrawer({ shownAgentId }: { shownAgentId: string | undefined }) {
  const { runs, problem, act } = useRuns();
  const busy = runs?.some(isUnderWay) ?? true;
  return (
    <Dialog drawer title="Read models" onClose={closeOverlay}>
      <RebuildForm
        shownAgentId={shownAgentId}
        busy={busy}
        onBegin={(kind, only) => act((rebuilds) => rebuilds.begin(kind, only))}
      />
      <div className="min-h-0 grow overflow-y-auto px-5 pt-3 pb-8">
        {problem !== undefined && (
          <p role="alert" className="pb-3 text-sm text-bad">
            {problem}
          </p>
        )}
        {runs?.length === 0 && <p className="text-sm text-ink-faint">Nothing was verified or rebuilt yet.</p>}
        <ol aria-label="Runs, newest first" className="flex flex-col gap-4">
          {runs?.map((run) => (
            <RunView key={run.id} run={run} act={act} />
          ))}
        </ol>
      </div>
    </Dialog>
  );
}

function isUnderWay({ state }: RebuildRun): boolean {
  return state === 'waiting' || state === 'running' || state === 'paused';
}
