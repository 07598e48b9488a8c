import AxeBuilder from '@axe-core/playwright';
import { Console } from './console';
import { Engine } from './engine';
import { expect, test } from './shared';

let engine: Engine;

test.beforeAll(async () => {
  engine = await Engine.start('demo', '--speed', 'max');
  await engine.printed('steps');
});

test.afterAll(async () => {
  await engine.stop();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the demo's agents are shown, in ${colorScheme}`, async ({ browser }) => {
    const context = await browser.newContext({ colorScheme, viewport: { width: 1280, height: 800 } });
    const view = new Console(await context.newPage());
    await view.page.goto(engine.page('you'));
    await view.isLive();
    const { Agents: agents = [] } = (await engine.bootstrap('you')).models;
    expect(agents.length).toBeGreaterThan(1);
    for (const agent of agents) {
      await view.open(String(agent.name));
      await expect(view.timeline().getByRole('article').first()).toBeVisible();
      const { violations } = await new AxeBuilder({ page: view.page }).analyze();
      expect(violations.map((violation) => `${violation.id}: ${violation.help}`)).toEqual([]);
    }
    await view.page.screenshot({ path: `target/console-${colorScheme}.png` });

    const background = await view.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const lightness = background.match(/[\d.]+/g)?.map(Number)[0] ?? Number.NaN;
    expect(lightness > 0.5 === (colorScheme === 'light'), background).toBe(true);
  });
}

test('a narrow window shows the list, then the agent, and nothing overflows', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 800 } });
  const view = new Console(await context.newPage());
  await view.page.goto(engine.page('you'));
  await view.agents().getByRole('listitem').first().click();
  await expect(view.timeline()).toBeVisible();
  await view.page.screenshot({ path: 'target/console-narrow.png' });
  const overflow = await view.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow).toBe(0);
});
