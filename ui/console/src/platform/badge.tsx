import type { ReactNode } from 'react';
import { classes } from './classes';

export type Tone = 'plain' | 'busy' | 'good' | 'bad';

const TONES: Record<Tone, string> = {
  plain: 'border-line-strong text-ink-soft',
  busy: 'border-accent/40 text-accent',
  good: 'border-good/40 text-good',
  bad: 'border-bad/40 text-bad',
};

/** How far something has come, in a word. */
export function Badge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span
      className={classes(
        'inline-flex h-5 shrink-0 items-center rounded-full border px-2 text-2xs font-medium',
        TONES[tone],
      )}
    >
      {children}
    </span>
  );
}
