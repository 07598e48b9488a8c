import { type RefObject, useLayoutEffect, useRef } from 'react';

const MOVE_MS = 220;

/** Lets the items of a list glide to their new places when their order changes, instead of jumping there. */
export function useMovesShown(list: RefObject<HTMLElement | null>, order: readonly string[]): void {
  const places = useRef(new Map<string, number>());
  const key = order.join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the order is what moves the items.
  useLayoutEffect(() => {
    const before = places.current;
    const after = new Map<string, number>();
    for (const item of list.current?.querySelectorAll<HTMLElement>('[data-agent]') ?? []) {
      const id = item.dataset['agent'] ?? '';
      after.set(id, item.offsetTop);
      const from = before.get(id);
      if (from !== undefined && from !== item.offsetTop) glide(item, from - item.offsetTop);
    }
    places.current = after;
  }, [list, key]);
}

function glide(item: HTMLElement, distance: number): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  item.animate([{ transform: `translateY(${distance}px)` }, { transform: 'none' }], {
    duration: MOVE_MS,
    easing: 'cubic-bezier(0.2, 0, 0, 1)',
  });
}
