import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import type { Browser } from '@playwright/test';
import type { Engine } from './engine';
import { Past } from './past';
import { expect, test } from './shared';

let engine: Engine;

test.beforeAll(({ engine: shared }) => {
  engine = shared;
});

async function as(browser: Browser, user: string, org: string, options = {}): Promise<Past> {
  const context = await browser.newContext({
    permissions: ['clipboard-read', 'clipboard-write'],
    ...options,
  });
  const view = new Past(await context.newPage());
  await view.page.goto(engine.page(user, org));
  await view.isLive();
  return view;
}

async function isAccessible({ page }: Past): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((violation) => `${violation.id}: ${violation.help}`)).toEqual([]);
}

/** An agent with a message that bob changed after alice had said something. */
async function agentWithPast(org: string): Promise<{ token: string; agent: string; message: string }> {
  const { token, orgId } = await engine.token('alice', org);
  const agent = (await engine.post(token, '/api/agent', { org_id: orgId, name: 'Ada' })).id;
  const message = (await engine.post(token, '/api/message', { agent_id: agent, content: 'first words' })).id;
  const answer = await fetch(`${engine.url}/api/message/${message}`, {
    method: 'PATCH',
    headers: {
      authorization: `Bearer ${(await engine.token('bob', org)).token}`,
      'content-type': 'application/json',
      'idempotency-key': `edit-${message}`,
    },
    body: JSON.stringify({ content: 'other words' }),
  });
  expect(answer.ok).toBe(true);
  await engine.post(token, '/api/message', { agent_id: agent, content: 'last words' });
  return { token, agent, message };
}

test('the history of a message tells who changed what, and leads to the trace', async ({ browser }) => {
  const { message } = await agentWithPast('drawer');
  const alice = await as(browser, 'alice', 'drawer');
  await alice.open('Ada');
  const article = alice.timeline().getByRole('article').filter({ hasText: 'other words' });
  await article.hover();
  await article.getByRole('button', { name: 'History of user message' }).click();

  const events = alice.events('user message');
  await expect(events).toHaveCount(2);
  await expect(events.first()).toContainText('Message edited');
  await expect(events.first()).toContainText('by bob');
  await expect(events.first()).toContainText(/From: first words.*To: other words/);
  await expect(events.last()).toContainText('Message posted');
  await expect(events.last()).toContainText('by alice');
  await isAccessible(alice);

  await events.first().getByRole('button', { name: 'Copy mutation id' }).click();
  expect(await alice.page.evaluate(() => navigator.clipboard.readText())).toBe(`edit-${message}`);
  await events.first().getByRole('button', { name: 'Trace' }).click();
  const trace = events.first().getByRole('list', { name: 'Trace' });
  await expect(trace).toContainText('Edit message by bob');
  await expect(trace).toContainText('Message edited');
  await expect(trace.getByRole('list', { name: 'Sync events' }).getByRole('listitem')).toHaveCount(2);
  await isAccessible(alice);

  const download = alice.page.waitForEvent('download');
  await alice.drawer('user message').getByRole('button', { name: 'CSV' }).click();
  const csv = await readFile(await (await download).path(), 'utf8');
  expect(csv.split('\r\n').length).toBeGreaterThan(5);
  expect(csv).toContain('"MessageEdited"');

  await alice.page.keyboard.press('Escape');
  await expect(alice.drawer('user message')).toBeHidden();
});

test('a history that is open goes on as the thing changes; everything has one', async ({ browser }) => {
  const { token, agent } = await agentWithPast('live');
  const alice = await as(browser, 'alice', 'live');
  await alice.open('Ada');
  await alice.page.keyboard.press('h');
  await expect(alice.events('Ada')).toHaveCount(1);
  await fetch(`${engine.url}/api/agent/${agent}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Grace' }),
  });
  await expect(alice.events('Ada')).toHaveCount(2);
  await expect(alice.events('Ada').first()).toContainText(/From: Ada.*To: Grace/);
  await alice.page.keyboard.press('Escape');

  await alice.show('Payments');
  await alice.openAccount('Grace', 'USD');
  await alice.account('Grace').getByRole('button', { name: 'Deposit…' }).click();
  await alice.fill({ 'Amount in USD': '5', 'What for': 'a start' }, 'Deposit');
  await alice.account('Grace').getByRole('button', { name: 'History of account of Grace' }).click();
  await expect(alice.events('account of Grace').first()).toContainText(/From: 0.*To: 500/);
  await expect(alice.events('account of Grace').first()).toContainText('posting');
  await alice.page.keyboard.press('Escape');
  await alice.page.getByRole('button', { name: 'History of a start' }).click();
  await expect(alice.events('a start').first()).toContainText('Payment settled');
});

test('the slider shows the screen at each past moment, by keys, read-only, and goes back', async ({
  browser,
}) => {
  const { token, agent, message } = await agentWithPast('slider');
  await fetch(`${engine.url}/api/message/${message}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${token}` },
  });
  const alice = await as(browser, 'alice', 'slider');
  await alice.open('Ada');
  await expect(alice.said('other words')).toHaveCount(0);
  await expect(alice.said('last words')).toBeVisible();

  await alice.travel();
  await expect(alice.composer()).toHaveCount(0);
  await alice.slider().press('Home');
  await expect(alice.timeline()).toContainText('Nothing has happened yet');
  await alice.slider().press('End');
  await expect(alice.said('last words')).toBeVisible();
  // The moment of the last words: what was deleted after them is still there.
  await expect(alice.said('other words')).toBeVisible();
  const article = alice.timeline().getByRole('article').filter({ hasText: 'last words' });
  await article.hover();
  await expect(article.getByRole('button', { name: 'Edit message' })).toHaveCount(0);
  await isAccessible(alice);

  await engine.post(token, '/api/message', { agent_id: agent, content: 'newer words' });
  await expect(alice.said('newer words')).toHaveCount(0);
  await alice.slider().focus();
  await alice.page.keyboard.press('Escape');
  await expect(alice.bar()).toBeHidden();
  await expect(alice.said('newer words')).toBeVisible();
  await expect(alice.composer()).toBeVisible();
});

test('drawer and slider fit a narrow window in the dark', async ({ browser }) => {
  await agentWithPast('narrow-past');
  const alice = await as(browser, 'alice', 'narrow-past', {
    colorScheme: 'dark',
    viewport: { width: 390, height: 800 },
  });
  await alice.agents().getByRole('listitem').first().click();
  await expect(alice.said('last words')).toBeVisible();
  await alice.travel();
  await isAccessible(alice);
  expect(await alice.overflow()).toBe(0);
  await alice.page.getByRole('button', { name: 'Back to live' }).click();
  await alice.page.keyboard.press('h');
  await expect(alice.events('Ada')).toHaveCount(1);
  await isAccessible(alice);
  expect(await alice.overflow()).toBe(0);
});
