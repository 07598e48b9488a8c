import type { Page } from '@playwright/test';

export interface Figures {
  /** When the first row showed, and when all were there, since the page was opened. */
  firstRowMs: number;
  allRowsMs: number;
  /** Tasks of more than 50 ms, during which a page is deaf, and the longest of them. */
  longTasks: number;
  longestTaskMs: number;
}

/** Measures from the page's first script on, by what selectors find, and what the second one's element says. */
export async function figuresOf(
  page: Page,
  firstRow: string,
  allRows: string,
  saying = '',
): Promise<() => Promise<Figures>> {
  await page.addInitScript(
    ([first, all, words]) => {
      const figures = { firstRowMs: 0, allRowsMs: 0, longTasks: 0, longestTaskMs: 0 };
      Object.assign(window, { figures });
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) {
          figures.longTasks += 1;
          figures.longestTaskMs = Math.max(figures.longestTaskMs, Math.round(duration));
        }
      }).observe({ type: 'longtask', buffered: true });
      new MutationObserver(() => {
        const nowMs = Math.round(performance.now());
        if (figures.firstRowMs === 0 && document.querySelector(first)) figures.firstRowMs = nowMs;
        const whole = document.querySelector(all)?.textContent?.includes(words);
        if (figures.allRowsMs === 0 && whole) figures.allRowsMs = nowMs;
      }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    },
    [firstRow, allRows, saying] as const,
  );
  return () => page.evaluate(() => (window as unknown as { figures: Figures }).figures);
}

/** Figures are for people: how fast a busy machine is proves nothing. */
export function report(what: string, figures: Figures): void {
  process.stdout.write(`  ${what} ${JSON.stringify(figures)}\n`);
}
