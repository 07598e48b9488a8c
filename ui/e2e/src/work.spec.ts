import AxeBuilder from '@axe-core/playwright';
import type { Browser } from '@playwright/test';
import type { Engine } from './engine';
import { expect, test } from './shared';
import { DIFF, Work } from './work';

let engine: Engine;

test.beforeAll(({ engine: shared }) => {
  engine = shared;
});

async function as(browser: Browser, user: string, org: string): Promise<Work> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(engine.page(user, org));
  const view = new Work(page);
  await view.isLive();
  return view;
}

async function isAccessible({ page }: Work): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((violation) => `${violation.id}: ${violation.help}`)).toEqual([]);
}

test("a code change's life: proposed, accepted, applied, reverted, seen in two browsers", async ({
  browser,
}) => {
  const alice = await as(browser, 'alice', 'changes');
  const bob = await as(browser, 'bob', 'changes');
  await alice.createAgent('Ada');
  await bob.open('Ada');
  const { token, orgId } = await engine.token('alice', 'changes');
  const agent = (await engine.bootstrap('alice', 'changes')).models['Agents']?.[0];
  const propose = (title: string) =>
    engine.post(token, '/api/code-change', {
      agent_id: agent?.id,
      title,
      base_revision: 'bfd2593',
      diff: DIFF,
    });
  expect(agent?.['org_id']).toBe(orgId);

  await propose('Mend the clock');
  const mine = alice.change('Mend the clock');
  const theirs = bob.change('Mend the clock');
  await expect(theirs.getByRole('region', { name: 'clock.py' })).toContainText('+1');
  await expect(theirs.getByRole('region', { name: 'clock.py' }).getByText('import')).toHaveClass(/keyword/);
  await expect(theirs).toContainText('by alice');
  await isAccessible(bob);

  await alice.decide('Mend the clock', 'Accept');
  await expect(theirs.getByText('Accepted')).toBeVisible();
  await bob.decide('Mend the clock', 'Apply');
  await expect(mine.getByText('Applied')).toBeVisible();
  await alice.decide('Mend the clock', 'Revert', 'It broke the tower clock.');
  await expect(theirs.getByText('Reverted', { exact: true })).toBeVisible();
  await expect(theirs).toContainText('It broke the tower clock.');
  await expect(theirs.getByRole('button', { name: 'Apply' })).toHaveCount(0);

  await propose('Paint it green');
  await bob.decide('Paint it green', 'Reject', 'Red it stays.');
  await expect(alice.change('Paint it green')).toContainText('Red it stays.');
});

test('a step that came too late says what stands in its way, and nothing changes', async ({ browser }) => {
  const alice = await as(browser, 'alice', 'late');
  await alice.createAgent('Ada');
  const { token } = await engine.token('alice', 'late');
  const agent = (await engine.bootstrap('alice', 'late')).models['Agents']?.[0];
  const body = { agent_id: agent?.id, title: 'Mend the clock', diff: DIFF };
  const change = await engine.post(token, '/api/code-change', body);
  await expect(alice.change('Mend the clock')).toBeVisible();

  // Somebody else is faster: the server has decided before the click is sent.
  await alice.page.route('**/api/code-change/*/accept', async (route) => {
    await engine.post(token, `/api/code-change/${change.id}/reject`, { reason: 'No.' });
    await route.continue();
  });
  await alice.decide('Mend the clock', 'Accept');
  await expect(alice.change('Mend the clock').getByRole('alert')).toContainText(
    /Not accepted\..*it is rejected/,
  );
  await expect(alice.change('Mend the clock').getByText('Rejected', { exact: true })).toBeVisible();
});

test('contract 13: a payment goes its way in two browsers, and balances follow', async ({ browser }) => {
  const alice = await as(browser, 'alice', 'money');
  const bob = await as(browser, 'bob', 'money');
  await alice.createAgent('Ada');
  await alice.orgPayments();
  await alice.openAccount('money', 'USD');
  await bob.open('Ada');
  await bob.show('Payments');
  await bob.openAccount('Ada', 'USD');

  await alice.account('money').getByRole('button', { name: 'Deposit…' }).click();
  await alice.fill({ 'Amount in USD': '100', 'What for': 'a budget' }, 'Deposit');
  await expect(alice.account('money')).toContainText('Available$100.00');
  await alice.account('money').getByRole('button', { name: 'Pay…' }).click();
  await alice.fill({ 'Amount in USD': '12.5', 'What for': 'tokens' }, 'Request payment');

  const theirs = bob.payment('money', 'Ada');
  await expect(theirs).toContainText('Requested');
  await expect(theirs).toContainText('+$12.50');
  await alice.payment('money', 'Ada').getByRole('button', { name: 'Reserve…' }).click();
  await alice.fill({}, 'Reserve');
  await expect(alice.account('money')).toContainText('Available$87.50Balance$100.00Reserved$12.50');
  await theirs.getByRole('button', { name: 'Settle' }).click();
  await expect(bob.account('Ada')).toContainText('Available$12.50');
  await expect(alice.account('money')).toContainText('Available$87.50Balance$87.50Reserved$0.00');

  await alice.payment('money', 'Ada').getByRole('button', { name: 'Refund…' }).click();
  await alice.fill({ 'Amount in USD': '2.5' }, 'Refund');
  await expect(theirs).toContainText('$2.50 refunded');
  await bob.page.getByRole('radio', { name: 'Postings' }).check({ force: true });
  const lines = bob.page.getByRole('table', { name: 'Postings' }).getByRole('row');
  await expect(lines).toHaveCount(3);
  await expect(lines.nth(1)).toContainText('Refund: money · tokens−$2.50$10.00');
  await expect(lines.nth(2)).toContainText('money · tokens+$12.50$12.50');

  await bob.account('Ada').getByRole('button', { name: 'Withdraw…' }).click();
  const dialog = bob.page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Amount in USD' }).fill('10.01');
  await dialog.getByRole('button', { name: 'Withdraw' }).click();
  await expect(dialog.getByRole('alert')).toContainText('has less than that available');
  await isAccessible(bob);
  await bob.page.keyboard.press('Escape');
  await isAccessible(alice);

  const { Accounts: accounts = [] } = (await engine.bootstrap('alice', 'money')).models;
  expect(accounts.reduce((sum, account) => sum + Number(account['balance']), 0)).toBe(0);
});

test('pages of payments are reached by keys, and fit a narrow window in the dark', async ({ browser }) => {
  const context = await browser.newContext({ colorScheme: 'dark', viewport: { width: 390, height: 800 } });
  const view = new Work(await context.newPage());
  await view.page.goto(engine.page('alice', 'narrow'));
  await view.isLive();
  await view.page.keyboard.press('g');
  await view.page.keyboard.press('p');
  await expect(view.page.getByRole('heading', { name: 'Payments', level: 1 })).toBeVisible();
  await expect(view.page.getByRole('heading', { name: 'No account yet' })).toBeVisible();
  await isAccessible(view);
  await view.openAccount('narrow', 'SAT');
  await expect(view.account('narrow')).toContainText('AvailableSAT');
  const overflow = await view.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow).toBe(0);
  await isAccessible(view);
});
