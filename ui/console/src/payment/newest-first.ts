import { useState } from 'react';

/** Rows that a list shows at a time. */
const PAGE_ROWS = 50;

/** The newest of rows that come oldest first, and a way to see more of them. */
export function useNewestFirst<R>(rows: readonly R[]) {
  const [count, setCount] = useState(PAGE_ROWS);
  const shown = rows.slice(-count).reverse();
  return { shown, rest: rows.length - shown.length, showMore: () => setCount(count + PAGE_ROWS) };
}
