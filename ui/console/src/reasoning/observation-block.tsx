import type { ReasoningStepRow } from '@openagents/sync';
import { LoaderCircle } from 'lucide-react';
import { classes } from '../platform/classes';
import { useNow } from '../platform/now';
import { CopyButton } from '../platform/text/copy-button';
import { LongOutput } from '../platform/text/long-output';
import { countLines, type PreviewLimit } from '../platform/text/preview';
import { formatBetween, formatElapsed, formatExact, millis } from '../platform/time';

export const OBSERVATION_LIMIT: PreviewLimit = { headLinesMax: 9, tailLinesMax: 5, headCharsMax: 2400 };

type ObservationBlockProps = {
  step: ReasoningStepRow;
  /** No step came after it: without an observation it still runs. */
  latest: boolean;
};

/** What came of an action; while it runs, for how long already. */
export function ObservationBlock({ step, latest }: ObservationBlockProps) {
  const { id, action, observation } = step;
  const divided = action.trim() !== '' ? 'border-t border-line' : '';
  if (observation === null) return latest ? <Running since={step.created_at} /> : <NeverObserved />;
  const lines = countLines(observation.trimEnd());
  return (
    <figure aria-label="Observation" className={`group/observation relative ${divided}`}>
      {lines > 0 && <LongOutput id={`${id} observation`} text={observation} limit={OBSERVATION_LIMIT} />}
      <footer
        className={classes(
          'flex h-7 items-center gap-2 px-3 text-xs text-ink-faint',
          lines > 0 && 'border-t border-line',
        )}
      >
        <span>
          {lines === 0 ? 'No output' : lines === 1 ? '1 line' : `${lines.toLocaleString('en')} lines`}
        </span>
        <span aria-hidden>·</span>
        <span title={`Observed ${formatExact(step.updated_at)}`}>
          {formatBetween(step.created_at, step.updated_at)}
        </span>
      </footer>
      {lines > 0 && (
        <CopyButton
          text={observation}
          label="Copy output"
          className="absolute! top-1 right-1 bg-sunken opacity-0 group-focus-within/observation:opacity-100 group-hover/observation:opacity-100"
        />
      )}
    </figure>
  );
}

function Running({ since }: { since: string }) {
  const elapsed = useNow((now) => formatElapsed(now - millis(since)));
  return (
    <figure
      aria-label="Observation"
      className="flex h-8 items-center gap-2 border-t border-line px-3 text-xs text-ink-soft"
    >
      <LoaderCircle size={13} className="animate-spin text-accent" />
      Running
      <span className="text-ink-faint tabular-nums">{elapsed}</span>
    </figure>
  );
}

function NeverObserved() {
  return (
    <figure
      aria-label="Observation"
      className="flex h-7 items-center border-t border-line px-3 text-xs text-ink-faint"
    >
      No observation
    </figure>
  );
}
