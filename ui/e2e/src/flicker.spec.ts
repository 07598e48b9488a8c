import { expect, test } from '@playwright/test';
import { Console } from './console';
import { Engine } from './engine';
import { Link } from './link';
import { forgetPictures, picturesOf, recordPictures } from './pictures';

/** There and back: an answer takes twice that. */
const LATENCY_MS = 200;

let engine: Engine;
let link: Link;

test.beforeEach(async () => {
  engine = await Engine.start();
  link = await Link.to(engine, { latencyMs: LATENCY_MS });
});

test.afterEach(async () => {
  await link.close();
  await engine.stop();
});

test('under latency, no picture shows an own change twice, not at all, or undone', async ({ page }) => {
  const { token, orgId } = await engine.token('alice');
  const agent = await engine.post(token, '/api/agent', { org_id: orgId, name: 'Ada' });
  await recordPictures(page);
  const view = new Console(page);
  await page.goto(link.page('alice'));
  await view.isLive();
  await view.open('Ada');
  const stored = async () => {
    const { models } = await engine.bootstrap('alice');
    return models.Messages ?? [];
  };

  await test.step('a new message', async () => {
    await forgetPictures(page);
    await view.write('first');
    await expect.poll(async () => (await stored()).length).toBe(1);
    await engine.post(token, '/api/message', { agent_id: agent.id, content: 'from elsewhere' });
    await expect(view.said('from elsewhere')).toBeVisible();
    expect(await picturesOf(page, ['first', 'from elsewhere'])).toEqual([
      '',
      'first',
      'first + from elsewhere',
    ]);
  });

  await test.step('an edit, with somebody else writing meanwhile', async () => {
    await forgetPictures(page);
    const edit = async (to: string) => {
      await view.said('first').hover();
      await page.getByRole('button', { name: 'Edit message' }).first().click();
      await page.getByRole('textbox', { name: 'Edit message' }).fill(to);
      await page.keyboard.press('Enter');
    };
    await edit('edited');
    await engine.post(token, '/api/message', { agent_id: agent.id, content: 'meanwhile' });
    await expect(view.said('meanwhile')).toBeVisible();
    await expect.poll(async () => (await stored())[0]?.content).toBe('edited');
    const pictures = await picturesOf(page, ['first', 'edited']);
    // While it is edited it stands in a field, which is no text of the timeline.
    expect(pictures).toEqual(['first', '', 'edited']);
  });
});
