import { useDeadLetters, usePendingMutations } from '@openagents/sync';
import { CircleAlert, CloudUpload } from 'lucide-react';
import { useEffect, useState } from 'react';
import { classes } from '../platform/classes';
import { openOverlay } from '../platform/overlay';

/** What is sent within a moment is nobody's business. */
const SHOWN_AFTER_MS = 1500;

/** How much is not sent yet, or was refused; nothing, as a rule. */
export function OutboxButton() {
  const refused = useDeadLetters().length;
  const waiting = useWaiting(usePendingMutations().length);
  if (refused === 0 && waiting === 0) return null;
  const label = refused > 0 ? `${refused} not sent` : `${waiting} waiting`;
  const Icon = refused > 0 ? CircleAlert : CloudUpload;
  return (
    <button
      type="button"
      aria-label={`Outbox: ${label}`}
      aria-keyshortcuts="g o"
      title="Outbox  g o"
      onClick={() => openOverlay({ kind: 'outbox' })}
      className={classes(
        'flex h-7 shrink-0 items-center gap-1.5 rounded-md px-2 text-xs font-medium hover:bg-hover',
        refused > 0 ? 'text-bad' : 'text-ink-soft',
      )}
    >
      <Icon size={14} /> {refused > 0 ? refused : waiting}
    </button>
  );
}

function useWaiting(count: number): number {
  const [late, setLate] = useState(false);
  const some = count > 0;
  useEffect(() => {
    setLate(false);
    if (!some) return;
    const timer = setTimeout(() => setLate(true), SHOWN_AFTER_MS);
    return () => clearTimeout(timer);
  }, [some]);
  return late ? count : 0;
}
