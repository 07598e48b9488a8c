import { useSyncExternalStore } from 'react';
import { useMoment } from './moment';

const TICK_MS = 1000;

const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    now = Date.now();
    timer = setInterval(tick, TICK_MS);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/**
 * What `read` makes of the current time, asked again each second. The component renders again only when the
 * answer is another one, so hundreds of "5m" labels cost nothing while they stand still.
 */
export function useNow<T extends string | number | boolean>(read: (now: number) => T): T {
  const moment = useMoment();
  const snapshot = () => read(moment ?? now);
  return useSyncExternalStore(subscribe, snapshot, snapshot);
}
