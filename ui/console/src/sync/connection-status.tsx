import { RotateCw } from 'lucide-react';
import { classes } from '../platform/classes';
import { useConnectionWords, useRetry } from './connection';
import type { ConnectionTone } from './connection-words';

const DOTS: Record<ConnectionTone, string> = {
  good: 'bg-good',
  busy: 'bg-warn animate-breathe',
  bad: 'bg-bad',
};

/** How well the page is connected; always there, always of one size. */
export function ConnectionStatus({ className }: { className?: string }) {
  const { tone, text, retry } = useConnectionWords();
  const retryNow = useRetry();
  return (
    <div className={classes('flex h-7 min-w-0 items-center gap-2 text-xs text-ink-soft', className)}>
      <span aria-hidden className={classes('size-2 shrink-0 rounded-full', DOTS[tone])} />
      {/* The seconds count down on the screen only: nobody wants them read out. */}
      <span role="status" aria-label="Connection" className="truncate tabular-nums">
        {text}
      </span>
      {retry && (
        <button
          type="button"
          aria-label="Retry now"
          title="Retry now"
          data-crowds
          onClick={retryNow}
          className="shrink-0 rounded p-1.5 text-accent hover:bg-hover"
        >
          <RotateCw size={13} />
        </button>
      )}
    </div>
  );
}
