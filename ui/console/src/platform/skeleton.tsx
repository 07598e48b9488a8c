import { classes } from './classes';

/** A grey bar where text will stand. */
export function Bar({ className }: { className?: string }) {
  return <span aria-hidden className={classes('block h-3 animate-pulse rounded bg-selected', className)} />;
}
