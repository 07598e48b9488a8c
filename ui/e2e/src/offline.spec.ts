import { randomUUID } from 'node:crypto';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { Console } from './console';
import { Engine } from './engine';
import { expect, test } from './shared';

/** What the device keeps, what tabs share, and what becomes of changes that do not get through. */

let engine: Engine;

/** Each test has an org to itself. */
let org = '';

test.beforeAll(async () => {
  engine = await Engine.start();
});

test.beforeEach(() => {
  org = `org-${randomUUID()}`;
});

test.afterAll(async () => {
  await engine.stop();
});

class Device extends Console {
  /** The sockets that the page opened, closed ones as well. */
  sockets = 0;

  constructor(page: Page) {
    super(page);
    page.on('websocket', () => {
      this.sockets += 1;
    });
  }

  static async open(context: BrowserContext, user: string): Promise<Device> {
    const device = new Device(await context.newPage());
    await device.page.goto(engine.page(user, org));
    await device.isLive();
    return device;
  }

  /** The page's shell is on the device. */
  async isKept(): Promise<void> {
    await this.page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
  }

  /** So many changes are in the outbox, and so on the disk. */
  async waits(count: number): Promise<void> {
    await expect(this.page.getByRole('button', { name: `Outbox: ${count} waiting` })).toBeVisible();
    await expect.poll(() => this.page.evaluate(storedMutations)).toBe(count);
  }

  async openOutbox() {
    await this.page.getByRole('button', { name: /^Outbox/ }).click();
    return this.page.getByRole('dialog', { name: 'Outbox' });
  }

  texts(): Promise<string[]> {
    return this.timeline().getByRole('article').allInnerTexts();
  }
}

/** How many mutations the databases of this origin hold. */
async function storedMutations(): Promise<number> {
  let count = 0;
  for (const { name = '' } of await indexedDB.databases()) {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const counted = database.transaction('mutations').objectStore('mutations').count();
    count += await new Promise<number>((resolve) => {
      counted.onsuccess = () => resolve(counted.result);
    });
    database.close();
  }
  return count;
}

async function messages(): Promise<unknown[]> {
  return ((await engine.bootstrap('alice', org)).models.Messages ?? []).map(({ content }) => content);
}

test('contract 1, 7, 9: written offline, reloaded offline, and both browsers end up equal', async ({
  browser,
}) => {
  const alice = await Device.open(await browser.newContext(), 'alice');
  const bob = await Device.open(await browser.newContext(), 'bob');
  await alice.createAgent('Ada');
  await bob.open('Ada');
  await alice.write('before');
  await expect(bob.said('before')).toBeVisible();
  await alice.isKept();

  await engine.kill();
  await alice.write('one, offline');
  await alice.write('two, offline');
  await alice.waits(2);
  await alice.page.reload();
  for (const text of ['before', 'one, offline', 'two, offline']) {
    await expect(alice.said(text)).toBeVisible();
  }
  await alice.write('three, after the reload');
  await alice.waits(3);
  await alice.page.screenshot({ path: 'target/offline.png' });
  const outbox = await alice.openOutbox();
  await expect(outbox.getByRole('listitem')).toHaveCount(3);
  await alice.page.screenshot({ path: 'target/outbox.png' });
  await alice.page.keyboard.press('Escape');
  await expect(alice.page.getByRole('button', { name: /^Outbox/ })).toBeFocused();

  await engine.start();
  for (const view of [alice, bob]) {
    await view.isLive();
    for (const text of ['before', 'one, offline', 'two, offline', 'three, after the reload']) {
      await expect(view.said(text)).toHaveCount(1);
    }
  }
  expect(await alice.texts()).toEqual(await bob.texts());
  expect(await messages()).toEqual(['before', 'one, offline', 'two, offline', 'three, after the reload']);
  await expect.poll(() => alice.page.evaluate(storedMutations)).toBe(0);
});

test('two tabs share a socket; the one that leads crashes, and the other goes on', async ({ browser }) => {
  const context = await browser.newContext();
  const leader = await Device.open(context, 'alice');
  await leader.createAgent('Ada');
  const follower = await Device.open(context, 'alice');
  await follower.open('Ada');
  await leader.write('of the leader');
  await expect(follower.said('of the leader')).toBeVisible();
  expect([leader.sockets, follower.sockets]).toEqual([1, 0]);

  await engine.kill();
  await follower.write('of the follower');
  await expect(leader.said('of the follower')).toBeVisible();
  await leader.write('last words of the leader');
  await expect(follower.said('last words of the leader')).toBeVisible();
  await crash(leader.page);
  await engine.start();

  await follower.isLive();
  expect(follower.sockets).toBeGreaterThan(0);
  await expect(follower.page.getByRole('button', { name: /^Outbox/ })).toHaveCount(0);
  const texts = ['of the leader', 'of the follower', 'last words of the leader'];
  await expect.poll(async () => (await messages()).sort()).toEqual(texts.toSorted());
  for (const text of texts) {
    await expect(follower.said(text)).toHaveCount(1);
  }
});

/** As the page's process ends when it runs out of memory. */
async function crash(page: Page): Promise<void> {
  const crashed = page.waitForEvent('crash');
  page.goto('chrome://crash').catch(() => undefined);
  await crashed;
}

/** Lets one see and change what a page sends; the worker that keeps the shell would stand between. */
function plain(browser: Browser): Promise<BrowserContext> {
  return browser.newContext({ serviceWorkers: 'block' });
}

test('contract 9: killed between accept and answer, and the page closed: the change takes effect once', async ({
  browser,
}) => {
  const context = await plain(browser);
  const first = await Device.open(context, 'alice');
  await first.createAgent('Ada');
  const keys: (string | null)[] = [];
  await first.page.route('**/api/message', async (route) => {
    keys.push(await route.request().headerValue('idempotency-key'));
    if (keys.length === 1) await route.fetch();
    await engine.kill().catch(() => undefined);
    await route.abort();
  });
  await first.write('once');
  await first.waits(1);
  await first.page.close();

  await engine.start();
  const second = await context.newPage();
  second.on('request', (request) => {
    if (request.url().endsWith('/api/message')) keys.push(request.headers()['idempotency-key'] ?? null);
  });
  await second.goto(engine.page('alice', org));
  const again = new Console(second);
  await again.isLive();
  await again.open('Ada');
  await expect(again.said('once')).toHaveCount(1);
  await expect.poll(() => second.evaluate(storedMutations)).toBe(0);
  expect(await messages()).toEqual(['once']);
  expect(new Set(keys).size).toBe(1);
  expect(keys.length).toBeGreaterThan(1);
});

test('refused: taken back with its reason, kept over a reload, and sent once it can be', async ({
  browser,
}) => {
  const alice = await Device.open(await plain(browser), 'alice');
  await alice.createAgent('Ada');
  const detail = 'The content is longer than it may be.';
  const problem = { code: 'text_too_long', detail, retryable: false, status: 422, title: 'Too long' };
  await alice.page.route('**/api/message', (route) =>
    route.fulfill({ status: 422, contentType: 'application/problem+json', body: JSON.stringify(problem) }),
  );
  await alice.write('refused at first');
  await expect(alice.page.getByText(`Not sent. ${detail}`)).toBeVisible();
  await expect(alice.said('refused at first')).toHaveCount(0);
  await alice.page.unroute('**/api/message');
  await alice.write('goes through');
  await expect.poll(messages).toEqual(['goes through']);

  await alice.page.reload();
  await alice.isLive();
  await expect(alice.page.getByText(`Not sent. ${detail}`)).toBeVisible();
  const outbox = await alice.openOutbox();
  await expect(outbox.getByText(detail)).toBeVisible();
  await alice.page.screenshot({ path: 'target/refused.png' });
  await outbox.getByRole('button', { name: 'Retry' }).click();
  await expect(outbox.getByText('Everything that you did is with the server.')).toBeVisible();
  await alice.page.keyboard.press('Escape');
  await expect(alice.said('refused at first')).toHaveCount(1);
  await expect.poll(messages).toEqual(['goes through', 'refused at first']);
});

test('undo brings back what was, and says why it can not', async ({ browser }) => {
  const alice = await Device.open(await browser.newContext(), 'alice');
  await alice.createAgent('Ada');
  await alice.write('said too soon');
  await expect.poll(messages).toEqual(['said too soon']);
  await alice.page.getByRole('heading', { name: 'Ada' }).click();
  await alice.page.keyboard.press('Escape');
  await alice.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await alice.page.keyboard.press('z');
  await expect(alice.page.getByText('Undone: Message')).toBeVisible();
  await expect(alice.said('said too soon')).toHaveCount(0);
  await expect.poll(messages).toEqual([]);
});
