import { classes } from '../platform/classes';
import type { Activity } from './activity';

type ActivityLineProps = { activity: Activity; className?: string };

/** `Running pytest tests/ -q` in one line. */
export function ActivityLine({ activity: { label, command, text }, className }: ActivityLineProps) {
  return (
    <span className={classes('truncate text-ink-faint', className)}>
      {label}
      {command && <code className="pl-1 font-mono text-[0.92em] text-ink-soft">{command}</code>}
      {text && <span className="pl-1 text-ink-soft">{text.replace(/[`*#]/g, '')}</span>}
    </span>
  );
}
