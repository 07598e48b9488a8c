import { useCallback, useSyncExternalStore } from 'react';

/** From this width on the list and the agent stand side by side. Same as Tailwind's `md`. */
const WIDE = '(min-width: 48rem)';

export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const media = matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}

export function useWide(): boolean {
  return useMedia(WIDE);
}
