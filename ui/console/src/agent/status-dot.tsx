import { classes } from '../platform/classes';
import type { Pulse } from './activity';

const LOOKS: Record<Pulse, string> = {
  working: 'bg-good animate-breathe',
  idle: 'bg-ink-faint/60',
  new: 'border-[1.5px] border-ink-faint/70',
  retired: 'border-[1.5px] border-line-strong',
};

/** What it means stands in words beside it. */
export function StatusDot({ pulse, className }: { pulse: Pulse; className?: string }) {
  return (
    <span
      aria-hidden
      className={classes('inline-block size-2 shrink-0 rounded-full', LOOKS[pulse], className)}
    />
  );
}
