import { Console } from './console';
import { expect, test } from './shared';

test('read models are verified, rebuilt and rolled back while somebody watches', async ({
  browser,
  engine,
}) => {
  const { token, orgId } = await engine.token('alice', 'rebuilt');
  const agent = (await engine.post(token, '/api/agent', { org_id: orgId, name: 'Ada' })).id;
  await engine.post(token, '/api/message', { agent_id: agent, content: 'kept words' });
  const alice = new Console(await browser.newPage());
  await alice.page.goto(engine.page('alice', 'rebuilt'));
  await alice.isLive();
  await alice.open('Ada');
  await expect(alice.said('kept words')).toHaveCount(1);

  await alice.page.keyboard.press('Control+k');
  await alice.page.getByRole('combobox').fill('rebuild');
  await alice.page.keyboard.press('Enter');
  const drawer = alice.page.getByRole('dialog', { name: 'Read models' });
  const run = drawer.getByRole('list', { name: 'Runs, newest first' }).getByRole('listitem').first();

  await drawer.getByRole('button', { name: 'Verify' }).click();
  await expect(run).toContainText('verify');
  await expect(run).toContainText('all are as the events say');

  await drawer.getByRole('combobox', { name: 'Models' }).selectOption('Message');
  await drawer.getByRole('button', { name: 'Verify' }).click();
  await expect(run).toContainText('Message');
  await expect(run).not.toContainText('Agent,');
  await expect(run).toContainText('all are as the events say');
  await drawer.getByRole('combobox', { name: 'Models' }).selectOption('All models');

  await drawer.getByRole('combobox', { name: 'Scope' }).selectOption('Ada');
  await drawer.getByRole('button', { name: 'Verify' }).click();
  await expect(run).toContainText(`agent:${agent}`);
  await expect(run).toContainText('all are as the events say');
  await drawer.getByRole('combobox', { name: 'Scope' }).selectOption('All scopes');

  await drawer.getByRole('button', { name: 'Rebuild' }).click();
  await expect(run).toContainText('rebuild');
  await expect(run).toContainText('done');
  await expect(run).toContainText('all are as the events say');

  await engine.post(token, '/api/message', { agent_id: agent, content: 'later words' });
  await run.getByRole('button', { name: 'Roll back' }).click();
  await expect(run).toContainText('rollback');
  await expect(run).toContainText('done');

  await drawer.getByRole('checkbox', { name: 'What rows mean has changed' }).check();
  await drawer.getByRole('button', { name: 'Rebuild' }).click();
  await expect(run).toContainText('Subscribers start over: what the rows mean has changed.');

  await drawer.getByText('The sync log is lost').click();
  await drawer.getByRole('button', { name: 'Begin the log anew' }).click();
  await expect(run).toContainText('Subscribers start over: the log begins anew.');

  await alice.page.keyboard.press('Escape');
  await expect(alice.said('kept words')).toHaveCount(1);
  await expect(alice.said('later words')).toHaveCount(1);

  await engine.post(token, '/api/message', { agent_id: agent, content: 'last words' });
  await expect(alice.said('last words')).toHaveCount(1);
});
