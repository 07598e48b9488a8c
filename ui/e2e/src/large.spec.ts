import { expect, test } from '@playwright/test';
import { Console } from './console';
import { Engine } from './engine';

const MESSAGES = 10_000;
const SENDERS = 32;
/** More than fit on a screen, far fewer than there are. */
const ELEMENTS_MAX = 5_000;

test(`a chat of ${MESSAGES} messages keeps only what is on screen in the page`, async ({ page }) => {
  const engine = await Engine.start();
  const { token, orgId } = await engine.token('alice');
  const agent = await engine.post(token, '/api/agent', { org_id: orgId, name: 'Talkative' });
  let next = 0;
  const send = async () => {
    for (let number = next++; number < MESSAGES; number = next++) {
      const body = { agent_id: agent.id, content: `message ${number}` };
      await engine.post(token, '/api/message', body, { prefer: 'respond-async' });
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, send));
  await engine.post(token, '/api/message', { agent_id: agent.id, content: 'the last one' });

  const view = new Console(page);
  await page.goto(engine.page('alice'));
  await view.isLive();
  await expect(view.said('the last one')).toBeVisible();
  expect(await page.locator('*').count()).toBeLessThan(ELEMENTS_MAX);

  await view.write('one more');
  await expect(view.said('one more')).toBeVisible();
  await view.timeline().hover();
  await page.mouse.wheel(0, -3_000);
  await expect(view.said('one more')).toBeHidden();
  expect(await page.locator('*').count()).toBeLessThan(ELEMENTS_MAX);
  await engine.stop();
});
