import type { Browser } from '@playwright/test';
import { Console } from './console';
import { Engine } from './engine';
import { expect, test } from './shared';

let engine: Engine;

test.beforeAll(async () => {
  engine = await Engine.start();
});

test.afterAll(async () => {
  await engine.stop();
});

async function as(browser: Browser, user: string, org: string): Promise<Console> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(engine.page(user, org));
  const view = new Console(page);
  await view.isLive();
  return view;
}

test('what one browser posts, the other shows', async ({ browser }) => {
  const alice = await as(browser, 'alice', 'calm');
  const bob = await as(browser, 'bob', 'calm');
  await alice.createAgent('Ada');
  await bob.open('Ada');
  await alice.write('Hello from Alice 😀');
  await expect(bob.said('Hello from Alice 😀')).toBeVisible();
  await bob.write('<b>Hello</b> from Bob');
  await expect(alice.said('<b>Hello</b> from Bob')).toBeVisible();
});

test('contract 1, 7, 9: the server is killed under both, and both converge', async ({ browser }) => {
  const alice = await as(browser, 'alice', 'crash');
  const bob = await as(browser, 'bob', 'crash');
  await alice.createAgent('Ada');
  await bob.open('Ada');
  await alice.write('before the crash');
  await expect(bob.said('before the crash')).toBeVisible();

  await engine.kill();
  await alice.write('Alice, while it was down');
  await bob.write('Bob, while it was down');
  await expect(alice.said('Alice, while it was down')).toBeVisible();
  await expect(bob.said('Bob, while it was down')).toBeVisible();
  await engine.start();

  for (const view of [alice, bob]) {
    await view.isLive();
    for (const text of ['before the crash', 'Alice, while it was down', 'Bob, while it was down']) {
      await expect(view.said(text)).toHaveCount(1);
    }
  }
  const stored = (await engine.bootstrap('alice', 'crash')).models.Messages?.map(
    (message) => message.content,
  );
  expect(stored?.sort()).toEqual(['Alice, while it was down', 'Bob, while it was down', 'before the crash']);
});
