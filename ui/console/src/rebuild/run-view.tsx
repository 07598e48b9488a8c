import type { RebuildRun } from '@openagents/sync';
import type { RebuildWish } from '@openagents/sync/rebuild';
import { Badge, type Tone } from '../platform/badge';
import { Button } from '../platform/button';
import { ReportView } from './report-view';
import type { Deed } from './use-runs';
import { progressOf, rateOf } from './words';

const TONES: Record<RebuildRun['state'], Tone> = {
  waiting: 'plain',
  running: 'busy',
  paused: 'plain',
  done: 'good',
  failed: 'bad',
  cancelled: 'plain',
};

const WISHES: Partial<Record<RebuildRun['state'], readonly RebuildWish[]>> = {
  waiting: ['cancel'],
  running: ['pause', 'cancel'],
  paused: ['resume', 'cancel'],
};

type RunViewProps = { run: RebuildRun; act: (deed: Deed) => void };

/** One run: how far it is, what can be done about it, and in the end what it found. */
export function RunView({ run, act }: RunViewProps) {
  const wishes = [...(WISHES[run.state] ?? []), ...(run.rollbackUntil ? (['rollback'] as const) : [])];
  return (
    <li className="rounded-lg border border-line p-3">
      <div className="flex items-center gap-2">
        <span className="text-sm font-medium first-letter:uppercase">{run.kind}</span>
        <span className="truncate text-xs text-ink-faint">{run.scope ?? run.models.join(', ')}</span>
        <span className="grow" />
        <Badge tone={TONES[run.state]}>{run.state}</Badge>
      </div>
      {(run.state === 'running' || run.state === 'paused') && <Progress run={run} />}
      {run.reason !== undefined && <p className="pt-2 text-xs text-ink-soft">{run.reason}</p>}
      {run.report && <ReportView report={run.report} />}
      {wishes.length > 0 && (
        <div className="flex gap-2 pt-3">
          {wishes.map((wish) => (
            <Button key={wish} onClick={() => act((rebuilds) => rebuilds.wish(run.id, wish))}>
              <span className="first-letter:uppercase">{wish === 'rollback' ? 'roll back' : wish}</span>
            </Button>
          ))}
        </div>
      )}
    </li>
  );
}

function Progress({ run }: { run: RebuildRun }) {
  const share = progressOf(run);
  return (
    <div className="pt-3">
      <div
        role="progressbar"
        aria-label={`${run.kind}: ${run.phase.replace('_', ' ')}`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share}
        className="h-1.5 overflow-hidden rounded-full bg-hover"
      >
        <div className="h-full bg-accent transition-[width]" style={{ width: `${share}%` }} />
      </div>
      <p className="pt-1.5 text-xs text-ink-soft">
        <span className="first-letter:uppercase">{run.phase.replace('_', ' ')}</span>: {rateOf(run)}
      </p>
    </div>
  );
}
