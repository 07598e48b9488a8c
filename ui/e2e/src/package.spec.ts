import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { Crowd } from './crowd';
import type { Engine, Row } from './engine';
import { figuresOf, report } from './figures';
import { Link } from './link';
import { expect, test } from './shared';

const UI = join(import.meta.dirname, '../..');
const ROWS = 100_000;
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' };
const run = promisify(execFile);

let folder: string;
let engine: Engine;
let agent: Row;
let token: string;

/** An app as somebody makes it who knows the package from the registry only. */
test.beforeAll(async ({ engine: shared }) => {
  engine = shared;
  folder = mkdtempSync(join(tmpdir(), 'agentsync-app-'));
  await run('npm', ['run', 'build', '--workspace', 'sync'], { cwd: UI });
  await run('npm', ['pack', '--workspace', 'sync', '--pack-destination', folder], { cwd: UI });
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  const versions = JSON.parse(readFileSync(join(UI, 'package-lock.json'), 'utf8')).packages;
  const version = (name: string): string => versions[`node_modules/${name}`].version;
  const manifest = {
    name: 'fresh-app',
    private: true,
    type: 'module',
    dependencies: {
      '@openagents/sync': `file:${tarball}`,
      react: version('react'),
      'react-dom': version('react-dom'),
      vite: version('vite'),
    },
  };
  cpSync(join(import.meta.dirname, '../app'), folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund'], { cwd: folder });
  await run('npx', ['vite', 'build'], { cwd: folder });
  const alice = await engine.token('alice');
  token = alice.token;
  agent = await engine.post(token, '/api/agent', { org_id: alice.orgId, name: 'Ada' });
});

test.afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The app's files; all else is the engine's. */
async function app(asked: IncomingMessage, answer: ServerResponse): Promise<boolean> {
  const { pathname } = new URL(asked.url ?? '/', engine.url);
  if (pathname !== '/' && !pathname.startsWith('/assets/')) return false;
  const file = pathname === '/' ? 'index.html' : pathname;
  answer.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
  answer.end(readFileSync(join(folder, 'dist', file)));
  return true;
}

const pageOf = (link: Link): string => `${link.url}/?agent=${agent.id}`;
const count = (page: Page) => page.locator('output');

test('the packed package works in a fresh Vite app, against a running engine', async ({ page }) => {
  const problems: string[] = [];
  page.on('pageerror', (problem) => problems.push(problem.message));
  const link = await Link.to(engine, { answer: app });
  await page.goto(pageOf(link));
  await expect(page.locator('main[data-ready="true"]')).toBeVisible();
  await page.getByRole('button', { name: 'Say hello' }).click();
  await expect(page.getByText('Hello', { exact: true })).toHaveCount(1);
  await engine.post(token, '/api/message', { agent_id: agent.id, content: 'Hello back' });
  await expect(page.getByText('Hello back')).toBeVisible();
  expect(problems).toEqual([]);
  await link.close();
});

test(`${ROWS} rows stream into it, and the page stays awake`, async ({ page }) => {
  const crowd = new Crowd(engine, agent, ROWS);
  const link = await Link.to(engine, {
    answer: async (asked, answer) => (await app(asked, answer)) || crowd.answer(asked, answer),
  });
  let sendRest = (): void => undefined;
  crowd.half = new Promise<void>((resolve) => {
    sendRest = resolve;
  });
  const figures = await figuresOf(page, 'main p', 'main[data-ready="true"]');
  await page.goto(pageOf(link));
  await expect(page.locator('main p').first()).toBeVisible();
  await expect(page.locator('main')).toHaveAttribute('data-ready', 'false');
  sendRest();
  await expect(page.locator('main')).toHaveAttribute('data-ready', 'true');
  expect(Number(await count(page).textContent())).toBeGreaterThanOrEqual(ROWS);
  report(`${ROWS} rows in an app that shows the last 50:`, await figures());
  await link.close();
});
