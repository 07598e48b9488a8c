import { modelNames, type RebuildKind, type RebuildRun } from '@openagents/sync';
import { useState } from 'react';
import { Button } from '../platform/button';
import { Dialog } from '../platform/dialog';
import { closeOverlay } from '../platform/overlay';
import { RunView } from './run-view';
import { useRuns } from './use-runs';

const BEGINNINGS: readonly { kind: RebuildKind; name: string; hint: string }[] = [
  { kind: 'verify', name: 'Verify', hint: 'Says where rows are not as the events say' },
  { kind: 'repair', name: 'Repair', hint: 'Corrects rows that are not as the events say' },
  { kind: 'rebuild', name: 'Rebuild', hint: 'Makes all tables anew while everybody goes on' },
];

/** Verifies and rebuilds what people see from the events, and shows how far it is. */
export function RebuildDrawer() {
  const { runs, problem, act } = useRuns();
  const [model, setModel] = useState('');
  const busy = runs?.some(isUnderWay) ?? true;
  const only = model === '' ? {} : { models: [model] };
  return (
    <Dialog drawer title="Read models" onClose={closeOverlay}>
      <div className="flex flex-wrap gap-2 border-b border-line px-5 py-3">
        <select
          aria-label="Models"
          value={model}
          onChange={(event) => setModel(event.target.value)}
          className="h-8 rounded-md border border-line-strong bg-raised px-2 text-sm text-ink"
        >
          <option value="">All models</option>
          {modelNames.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
        {BEGINNINGS.map(({ kind, name, hint }) => (
          <Button
            key={kind}
            title={hint}
            look={kind === 'verify' ? 'primary' : 'plain'}
            disabled={busy}
            onClick={() => act((rebuilds) => rebuilds.begin(kind, only))}
          >
            {name}
          </Button>
        ))}
      </div>
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
