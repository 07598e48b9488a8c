import type { Limits } from './limits.js';

export interface LifeListener {
  online(): void;
  offline(): void;
  /** The page is looked at again, or woke up after so long. */
  resumed(awayMs: number): void;
}

/** A timer may be late by that much for other reasons than sleep. */
const lateMsMax = 5_000;

/** Hears of what sockets and timers do not survive: networks that change, pages that freeze, machines that sleep. */
export function listenToLife(
  signals: EventTarget | undefined,
  { clockWatchMs }: Pick<Limits, 'clockWatchMs'>,
  listener: LifeListener,
): () => void {
  const listening = new AbortController();
  const on = (type: string, hear: (event: Event) => void) =>
    // Some are told to the document, and pass the window on their way down only.
    signals?.addEventListener(type, hear, { signal: listening.signal, capture: true });
  const seen = () => globalThis.document?.visibilityState !== 'hidden';
  let stoppedAtMs = Date.now();
  const back = () => listener.resumed(Date.now() - stoppedAtMs);
  on('online', listener.online);
  on('offline', listener.offline);
  on('visibilitychange', () => seen() && listener.resumed(0));
  on('freeze', () => {
    stoppedAtMs = Date.now();
  });
  on('resume', back);
  on('pagehide', () => {
    stoppedAtMs = Date.now();
  });
  on('pageshow', (event) => (event as PageTransitionEvent).persisted && back());
  const stop = watchClock(clockWatchMs, (awayMs) => seen() && listener.resumed(awayMs));
  return () => {
    listening.abort();
    stop();
  };
}

/** Timers stand still while a machine sleeps, its clock does not. Those of a page out of sight are slow anyway. */
function watchClock(everyMs: number, leapt: (byMs: number) => void): () => void {
  let lastMs = Date.now();
  const timer: unknown = setInterval(() => {
    const nowMs = Date.now();
    const byMs = nowMs - lastMs - everyMs;
    lastMs = nowMs;
    if (byMs > lateMsMax) {
      leapt(byMs);
    }
  }, everyMs);
  // In Node nobody stays for this alone.
  (timer as { unref?: () => void }).unref?.();
  return () => clearInterval(timer as ReturnType<typeof setInterval>);
}
