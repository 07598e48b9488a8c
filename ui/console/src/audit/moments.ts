import type { Row } from '@openagents/sync';

/** When rows came and changed, each moment once, in order: times on the wire sort as texts. */
export function momentsOf(rows: Iterable<Row | undefined>): readonly string[] {
  const moments = new Set<string>();
  for (const row of rows) {
    if (!row) continue;
    moments.add(row.created_at);
    moments.add(row.updated_at);
  }
  return [...moments].sort();
}

/** The place of a moment, or of the last one before it; the first where there is none. */
export function placeOf(moments: readonly string[], at: string): number {
  let low = 0;
  let high = moments.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((moments[middle] as string) <= at) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}
