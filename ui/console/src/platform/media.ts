import { useCallback, useSyncExternalStore } from 'react';

/** From this width on the list and the agent stand side by side. Same as Tailwind's `md`. */
const WIDE = '(min-width: 48rem)';
/** From this width on an agent's name and all its views fit into one line beside the list. Same as Tailwind's `lg`. */
const ROOMY = '(min-width: 64rem)';

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

export function useRoomy(): boolean {
  return useMedia(ROOMY);
}
