import { afterEach, beforeEach } from 'vitest';
import { FakeBrowser, type Page } from './browser.js';
import { TestServer } from './server.js';
import { agentScope } from './world.js';

/** A server and a browser with an empty disk, new for each test of the file that imports them. */
export let server: TestServer;
export let browser: FakeBrowser;

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  await startServer();
  browser = new FakeBrowser();
});

afterEach(async () => {
  browser.close();
  await server.stop();
});

/** Where the one before was, or anywhere. */
export async function startServer(port?: number): Promise<void> {
  server = await TestServer.start(port);
}

/** How often; the newest is the message `m-<said>`. */
export let said = 0;

/** Somebody else writes to the agent. */
export function say(content: string): void {
  said += 1;
  server.change({ model: 'Message', id: `m-${said}`, action: 'insert', fields: { role: 'user', content } });
}

export function chatOf({ sync }: Page) {
  const chat = sync.scope(agentScope);
  chat.open();
  return chat;
}
