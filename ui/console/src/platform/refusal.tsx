import { CircleAlert, X } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from './button';

/** Does something at once and keeps the reason, in its place, when it is refused. */
export function useRefusal(reasonOf: (problem: unknown) => string) {
  const [refusal, setRefusal] = useState<string>();
  const run = (act: () => Promise<unknown>, failed: string) => {
    setRefusal(undefined);
    act().catch((problem) => setRefusal(`${failed} ${reasonOf(problem)}`));
  };
  return { refusal, run, dismiss: () => setRefusal(undefined) };
}

type RefusalProps = { refusal: string | undefined; onDismiss: () => void };

export function Refusal({ refusal, onDismiss }: RefusalProps) {
  if (refusal === undefined) return null;
  return (
    <div role="alert" className="mt-2 flex items-start gap-2 rounded-lg bg-bad-soft py-1 pr-1 pl-3 text-bad">
      <CircleAlert size={14} className="mt-1.5 shrink-0" />
      <p className="grow py-1 wrap-anywhere">{refusal}</p>
      <IconButton label="Dismiss" onClick={onDismiss}>
        <X size={14} />
      </IconButton>
    </div>
  );
}
