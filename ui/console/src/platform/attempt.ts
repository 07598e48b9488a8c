import { useEffect, useRef, useState } from 'react';
import { toast } from './toast';

/** A window does not wait longer for an answer: what it was for is on the screen by then, and sent when it can be. */
const PATIENCE_MS = 600;

type Attempt = {
  /** What the window is for. */
  act: () => Promise<unknown>;
  /** It was done, or is on its way. */
  onDone: () => void;
  reasonOf: (problem: unknown) => string;
};

/** Does what a window is for and keeps the reason for it when it is refused soon; later a toast tells it. */
export function useAttempt() {
  const [busy, setBusy] = useState(false);
  const [reason, setReason] = useState<string>();
  const open = useRef(true);
  useEffect(() => {
    open.current = true;
    return () => {
      open.current = false;
    };
  }, []);
  const run = ({ act, onDone, reasonOf }: Attempt) => {
    setBusy(true);
    setReason(undefined);
    let done = false;
    const finish = () => {
      clearTimeout(timer);
      if (!done && open.current) onDone();
      done = true;
    };
    const timer = setTimeout(finish, PATIENCE_MS);
    act().then(finish, (problem) => {
      clearTimeout(timer);
      if (done || !open.current) return toast(reasonOf(problem), 'error');
      setBusy(false);
      setReason(reasonOf(problem));
    });
  };
  return { busy, reason, run };
}
