import type { Browser, Page } from '@playwright/test';

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

/**
 * Watches the page that works most until asked for its longest task, in CPU time: by the clock a task lasts as much
 * longer as the machine is busy with other things. Only with `LONGEST_TASK=yes`, as a trace takes long to come out.
 */
export async function longestTaskOf(browser: Browser): Promise<() => Promise<{ longestTaskCpuMs?: number }>> {
  if (process.env['LONGEST_TASK'] !== 'yes') return async () => ({});
  await browser.startTracing(undefined, { categories: ['toplevel'] });
  return async () => {
    const trace = await browser.stopTracing();
    const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
    const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
    const pages = traceEvents.filter(({ args }) => args.name === 'CrRendererMain').map(threadOf);
    const tasks = traceEvents.filter(({ name }) => name.endsWith('RunTask'));
    const tasksUs = [...new Set(pages)].map((page) =>
      tasks.filter((task) => threadOf(task) === page).map(({ tdur }) => tdur ?? 0),
    );
    const sumOf = (all: number[]) => all.reduce((sum, one) => sum + one, 0);
    const busiest = tasksUs.toSorted((left, right) => sumOf(right) - sumOf(left))[0] ?? [];
    return { longestTaskCpuMs: Math.round(Math.max(...busiest) / 1000) };
  };
}

/** As Chromium writes it; microseconds of CPU. */
interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  tdur?: number;
  args: { name?: string };
}

/** Figures are for people: how fast a busy machine is proves nothing. */
export function report(what: string, figures: object): void {
  process.stdout.write(`  ${what} ${JSON.stringify(figures)}\n`);
}
