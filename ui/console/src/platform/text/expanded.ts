import { create } from 'zustand';

type ExpandedState = { keys: ReadonlySet<string> };

/** Long texts that somebody opened. Kept outside the timeline, whose rows come and go while one scrolls. */
const useExpandedKeys = create<ExpandedState>()(() => ({ keys: new Set() }));

export function useExpanded(key: string): boolean {
  return useExpandedKeys((state) => state.keys.has(key));
}

export function setExpanded(key: string, expanded: boolean): void {
  useExpandedKeys.setState(({ keys }) => {
    const next = new Set(keys);
    if (expanded) next.add(key);
    else next.delete(key);
    return { keys: next };
  });
}
