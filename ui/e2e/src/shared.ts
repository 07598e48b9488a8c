import { test as base } from '@playwright/test';
import { Engine } from './engine';

export { expect } from '@playwright/test';

interface OfWorker {
  /**
   * For tests that leave the engine alone: one for all of them, which takes as long to start as some of them do to run.
   * Each has an org, or people, of its own.
   */
  engine: Engine;
}

interface OfTest {
  /** Pages that are left open would go on to work, and to ask an engine that the next test has stopped. */
  closed: undefined;
}

export const test = base.extend<OfTest, OfWorker>({
  closed: [
    async ({ browser }, use) => {
      await use(undefined);
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    { auto: true },
  ],
  engine: [
    // biome-ignore lint/correctness/noEmptyPattern: it needs no other fixture, and has to say so.
    async ({}, use) => {
      const engine = await Engine.start();
      await use(engine);
      await engine.stop();
    },
    { scope: 'worker' },
  ],
});
