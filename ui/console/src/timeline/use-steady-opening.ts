import { type MouseEvent, useCallback, useEffect, useRef, useState } from 'react';

const SETTLED_MS = 250;
/** Buttons that make something grow. */
const OPENERS = '[data-opens]';

/**
 * At the end of the timeline growth is followed. But who opens a long text there wants to read it from its
 * beginning, so for a moment after a click growth goes downwards.
 */
export function useSteadyOpening() {
  const [inProgress, setInProgress] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const onClickCapture = useCallback((event: MouseEvent) => {
    if (!(event.target instanceof Element) || !event.target.closest(OPENERS)) return;
    setInProgress(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setInProgress(false), SETTLED_MS);
  }, []);
  return { inProgress, onClickCapture };
}
