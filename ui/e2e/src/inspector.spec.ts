import { Console } from './console';
import { expect, test } from './shared';

const ORG = 'inspected';

test('the inspector shows what happens inside, and breaks it on demand', async ({ engine, page }) => {
  const { token, orgId } = await engine.token('alice', ORG);
  const agent = await engine.post(token, '/api/agent', { org_id: orgId, name: 'Ada' });
  const view = new Console(page);
  await page.goto(engine.page('alice', ORG));
  await view.isLive();
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  const inspector = page.getByRole('region', { name: 'Sync inspector' });
  await expect(inspector.getByRole('row', { name: `org:${orgId}` })).toBeVisible();

  await test.step('an event and what it changed', async () => {
    await engine.post(token, '/api/message', { agent_id: agent.id, content: 'Hello' });
    const event = inspector.getByRole('listitem').filter({ hasText: 'insert' }).first();
    await event.locator('summary').click();
    await expect(event.getByText('Hello', { exact: true })).toBeVisible();
  });

  await test.step('offline: a change waits, and goes once the net is back', async () => {
    await inspector.getByRole('button', { name: 'Offline' }).click();
    await view.write('while offline');
    await expect(inspector.getByRole('row', { name: /postMessage/ })).toBeVisible();
    await inspector.getByRole('button', { name: 'Offline' }).click();
    await view.isLive();
    await expect(inspector.getByRole('row', { name: /postMessage/ })).toHaveCount(0);
    await expect(view.said('while offline')).toHaveCount(1);
  });

  await test.step('a dropped socket and a resync are got over', async () => {
    await inspector.getByRole('button', { name: 'Drop socket' }).click();
    await view.isLive();
    await inspector.getByRole('button', { name: 'Resync' }).click();
    await view.isLive();
    await expect(view.said('while offline')).toHaveCount(1);
  });
});
