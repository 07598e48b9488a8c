import { Console } from './console';
import { Crowd } from './crowd';
import { figuresOf, longestTaskOf, report } from './figures';
import { Link } from './link';
import { expect, test } from './shared';

/** More than fit on a screen, far fewer than there are. */
const ELEMENTS_MAX = 5_000;

const ROWS = 100_000;
const CROWDED = 'crowded';
/** Items of a timeline that are drawn up for who looks at its end: twice what is added at a time, and headings of days. */
const ITEMS_MAX = 1_100;

const LIVE = '[role="status"][aria-label="Connection"]';

test(`${ROWS} rows stream in: the first show before the last are sent, a break is no end, and the page holds what is on screen`, async ({
  engine,
  page,
  browser,
}) => {
  const { token, orgId } = await engine.token('alice', CROWDED);
  const agent = await engine.post(token, '/api/agent', { org_id: orgId, name: 'Talkative' });
  const crowd = new Crowd(engine, { ...agent, org_id: orgId }, ROWS, CROWDED);
  const link = await Link.to(engine, { answer: crowd.answer });
  const figures = await figuresOf(page, '[data-index]', LIVE, 'Live');
  const view = new Console(page);
  const cursor = view.timeline().locator('[data-index]').first();

  await test.step('half of the rows are there, and show; the rest has not been sent', async () => {
    let sendRest = (): void => undefined;
    crowd.half = new Promise<void>((resolve) => {
      sendRest = resolve;
    });
    // The first answer breaks off: it is no answer, and the next one begins anew.
    crowd.breakAfter = 20_000;
    await page.goto(link.page('alice', CROWDED));
    await expect(cursor).toBeVisible();
    await expect.poll(() => crowd.answers).toBeGreaterThan(0);
    crowd.breakAfter = undefined;
    await expect.poll(() => crowd.answers).toBeGreaterThan(1);
    await expect(page.getByRole('status', { name: 'Connection' })).not.toHaveText(/live/i);
    sendRest();
  });

  await test.step('all are there', async () => {
    await view.isLive();
    await expect(view.said(crowd.text(ROWS - 1))).toBeVisible();
    expect(await page.locator('*').count()).toBeLessThan(ELEMENTS_MAX);
    // What is drawn up does not grow with what there is.
    const last = await view.timeline().locator('[data-index]').last().getAttribute('data-index');
    expect(Number(last)).toBeLessThan(ITEMS_MAX);
  });

  await test.step('the page is as quick as with few', async () => {
    await view.write('one more');
    await expect(view.said('one more')).toHaveCount(1);
    await engine.post(token, '/api/message', { agent_id: agent.id, content: 'from elsewhere' });
    await expect(view.said('from elsewhere')).toBeVisible();
  });
  report(`${ROWS} rows in the console, first answer broken off:`, await figures());

  await test.step('what is not on screen is not in the page', async () => {
    await view.timeline().hover();
    await page.mouse.wheel(0, -3_000);
    await expect(view.said('from elsewhere')).toBeHidden();
    expect(await page.locator('*').count()).toBeLessThan(ELEMENTS_MAX);
  });

  await test.step('what is above comes as one gets there, to the very first row', async () => {
    await expect(async () => {
      await page.mouse.wheel(0, -20_000);
      const [, number] = /message (\d+):/.exec(await cursor.innerText()) ?? [];
      expect(Number(number)).toBeLessThan(ROWS - 2 * ITEMS_MAX);
    }).toPass();
    await view.timeline().focus();
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await expect(view.said(crowd.text(0))).toBeVisible();
    await page.keyboard.press('g');
    await page.keyboard.press('b');
    await expect(view.said('from elsewhere')).toBeVisible();
  });

  await page.close();
  const longestTask = await longestTaskOf(browser);
  const fresh = await (await browser.newContext()).newPage();
  const freshFigures = await figuresOf(fresh, '[data-index]', LIVE, 'Live');
  await fresh.goto(link.page('alice', CROWDED));
  await new Console(fresh).isLive();
  report(`${ROWS} rows in the console, all at once:`, {
    ...(await freshFigures()),
    ...(await longestTask()),
  });
  await link.close();
});
