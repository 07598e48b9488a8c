import type { IncomingMessage } from 'node:http';
import { Console } from './console';
import type { Engine } from './engine';
import { Link } from './link';
import { forgetPictures, picturesOf, recordPictures } from './pictures';
import { expect, test } from './shared';

/** There and back: an answer takes twice that. */
const LATENCY_MS = 200;
const ORG = 'latent';

let engine: Engine;
let link: Link;
/** Edits wait here before they reach the engine. */
let gate: Promise<void>;

test.beforeEach(async ({ engine: shared }) => {
  engine = shared;
  gate = Promise.resolve();
  const answer = async ({ method }: IncomingMessage) => {
    if (method === 'PATCH') await gate;
    return false;
  };
  link = await Link.to(engine, { latencyMs: LATENCY_MS, answer });
});

test.afterEach(async () => {
  await link.close();
});

test('under latency, no picture shows an own change twice, not at all, or undone', async ({ page }) => {
  const { token, orgId } = await engine.token('alice', ORG);
  const agent = await engine.post(token, '/api/agent', { org_id: orgId, name: 'Ada' });
  await recordPictures(page);
  const view = new Console(page);
  await page.goto(link.page('alice', ORG));
  await view.isLive();
  await view.open('Ada');
  const stored = async () => {
    const { models } = await engine.bootstrap('alice', ORG);
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

  const edit = async (from: string, to: string) => {
    await view.timeline().getByRole('article').filter({ hasText: from }).first().hover();
    await page.getByRole('button', { name: 'Edit message' }).first().click();
    await page.getByRole('textbox', { name: 'Edit message' }).fill(to);
    await page.keyboard.press('Enter');
  };

  await test.step('an edit, with somebody else writing meanwhile', async () => {
    await forgetPictures(page);
    await edit('first', 'edited');
    await engine.post(token, '/api/message', { agent_id: agent.id, content: 'meanwhile' });
    await expect(view.said('meanwhile')).toBeVisible();
    await expect.poll(async () => (await stored())[0]?.content).toBe('edited');
    const pictures = await picturesOf(page, ['first', 'edited']);
    // While it is edited it stands in a field, which is no text of the timeline.
    expect(pictures).toEqual(['first', '', 'edited']);
  });

  await test.step('an edit that changes nothing, since somebody else made the same before', async () => {
    const [message] = await stored();
    const change = (content: string) => engine.patch(token, `/api/message/${message?.id}`, { content });
    let letThrough = (): void => undefined;
    gate = new Promise((resolve) => {
      letThrough = resolve;
    });
    // The edit before may still wait for its answer.
    await expect(page.getByText('Sending…')).toHaveCount(0);
    await forgetPictures(page);
    await edit('edited', 'agreed');
    await change('agreed');
    const { lastSyncId } = await engine.bootstrap('alice', ORG);
    await expect(page.getByText('Sending…')).toHaveCount(1);
    const answered = page.waitForResponse((response) => response.request().method() === 'PATCH');
    letThrough();
    expect((await answered).headers()['sync-id']).toBe(String(lastSyncId));
    await expect(page.getByText('Sending…')).toHaveCount(0);
    expect(await picturesOf(page, ['agreed', 'Sending…'])).toEqual(['', 'agreed + Sending…', 'agreed']);
    // No event told of it, and still nothing of it lies on top of what comes next.
    await change('later');
    await expect(view.said('later')).toBeVisible();
    expect(await picturesOf(page, ['agreed', 'later'])).toEqual(['', 'agreed', 'later']);
  });
});
