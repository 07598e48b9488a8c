import { measureElement, type Virtualizer } from '@tanstack/react-virtual';

type List = Virtualizer<HTMLElement, HTMLElement>;

/** Heights that were read along with another one, for as long as a rendering lasts. */
const heights = new Map<Element, number>();

/**
 * How high a row is. The first new one of a rendering reads the heights of all: each is put in its place once its height is
 * known, and to read the next one's after that would lay out the page anew for every single row. What changes a height
 * later in the rendering, the list's observer tells before anything is painted.
 */
export function measureRow(row: HTMLElement, entry: ResizeObserverEntry | undefined, list: List): number {
  const key = list.options.getItemKey(list.indexFromElement(row));
  if (entry || list.itemSizeCache.has(key)) return measureElement(row, entry, list);
  if (!heights.has(row)) readAll(row);
  return heights.get(row) ?? measureElement(row, entry, list);
}

function readAll(row: HTMLElement): void {
  for (const each of row.parentElement?.children ?? []) heights.set(each, (each as HTMLElement).offsetHeight);
  queueMicrotask(() => heights.clear());
}
