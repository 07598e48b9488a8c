import { useCallback, useEffect, useState } from 'react';
import { reasonOf } from '../sync/problem';

export type Loaded<T> =
  | { phase: 'loading'; value?: T }
  | { phase: 'ready'; value: T }
  | { phase: 'failed'; problem: unknown; reason: string; value?: T };

/** What a call answers; while another one is on its way, or failed, the last answer stays. */
export function useLoaded<T>(load: () => Promise<T>): { loaded: Loaded<T>; retry: () => void } {
  const [loaded, setLoaded] = useState<Loaded<T>>({ phase: 'loading' });
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is another call.
  useEffect(() => {
    let wanted = true;
    setLoaded(({ value }) => ({ phase: 'loading', ...(value !== undefined && { value }) }));
    load().then(
      (value) => wanted && setLoaded({ phase: 'ready', value }),
      (problem) =>
        wanted &&
        setLoaded(({ value }) => ({
          phase: 'failed',
          problem,
          reason: reasonOf(problem),
          ...(value !== undefined && { value }),
        })),
    );
    return () => {
      wanted = false;
    };
  }, [load, attempt]);
  return { loaded, retry: useCallback(() => setAttempt((count) => count + 1), []) };
}
