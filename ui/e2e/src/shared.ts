import { test as base } from '@playwright/test';
import { Engine } from './engine';

export { expect } from '@playwright/test';

/**
 * For tests that leave the engine alone: one for all of them, which takes as long to start as some of them do to run.
 * Each has an org, or people, of its own.
 */
export const test = base.extend<object, { engine: Engine }>({
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
