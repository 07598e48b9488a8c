import { describe, expect, it, vi } from 'vitest';
import { sharedTabs } from '../src/tabs.js';
import type { Page, PageOptions } from './browser.js';
import { agentId, contents, live, until } from './client.js';
import { refusal } from './engine.js';
import { browser, chatOf, say, server } from './stage.js';
import { agentScope, orgScope } from './world.js';

const tab = (options: PageOptions = {}) => browser.open(server.url, { tabs: true, ...options });

async function tabs(count: number, options: PageOptions = {}): Promise<Page[]> {
  const all: Page[] = [];
  for (let number = 0; number < count; number++) {
    const page = tab(options);
    await live(chatOf(page));
    all.push(page);
  }
  return all;
}

const sent = () => server.calls.filter(({ path }) => path.startsWith('/api/'));

describe('tabs', () => {
  it('share one socket, and each shows what happens', async () => {
    const pages = await tabs(3);
    say('to all');
    await Promise.all(
      pages.map((page) => until(chatOf(page).store, () => contents(chatOf(page)).length === 1)),
    );
    expect(server.connections).toBe(1);
    expect(server.clients.size).toBe(1);
  });

  it('may each look at scopes of its own; one that no tab looks at any more is let go', async () => {
    const [one, two] = (await tabs(2)) as [Page, Page];
    const letGo = two.sync.scope(orgScope).open();
    await live(two.sync.scope(orgScope));
    expect(one.sync.scope(orgScope).store.getState().ready).toBe(false);
    letGo();
    await vi.waitFor(() => expect(server.frames).toContainEqual({ type: 'unsubscribe', scope: orgScope }));
    two.crash();
    say('still followed');
    await until(chatOf(one).store, () => contents(chatOf(one)).length === 1);
    one.sync.close();
    await vi.waitFor(() => expect(server.clients.size).toBe(0));
  });

  it('that come with an older cursor get what they lack, and others nothing twice', async () => {
    // The disk is behind, so that the second tab starts from an answer of the server that is old when it comes.
    const [one] = (await tabs(1, { storageLimits: { writeDelayMs: 3_600_000 } })) as [Page];
    const states: string[] = [];
    chatOf(one).store.subscribe(() => states.push(contents(chatOf(one)).join()));
    const two = tab();
    const late = two.sync.scope(agentScope);
    server.beforeAnswer = ({ path }) => {
      if (path === '/sync/bootstrap') {
        server.beforeAnswer = () => undefined;
        say('meanwhile');
      }
      return undefined;
    };
    late.open();
    await until(late.store, () => contents(late).join() === 'meanwhile');
    await live(late);
    say('after');
    await until(chatOf(one).store, () => contents(chatOf(one)).length === 2);
    await until(late.store, () => contents(late).length === 2);
    expect(new Set(states.filter(Boolean))).toEqual(new Set(['meanwhile', 'meanwhile,after']));
  });

  it('show what each of them does, and the one that leads sends it', async () => {
    const [one, two] = (await tabs(2)) as [Page, Page];
    server.react = ({ method }) => (method === 'POST' ? 'cut' : undefined);
    const posted = two.sync.mutate.postMessage({ agent_id: agentId, content: 'by two' });
    expect(contents(chatOf(two))).toEqual(['by two']);
    await until(chatOf(one).store, () => contents(chatOf(one)).join() === 'by two');
    expect(one.sync.pending.getState()).toMatchObject([{ name: 'postMessage' }]);
    server.react = () => undefined;
    await expect(posted).resolves.toMatchObject({ content: 'by two' });
    for (const page of [one, two]) {
      await until(chatOf(page).store, ({ overlays }) => overlays.length === 0);
      expect(contents(chatOf(page))).toEqual(['by two']);
      await until(page.sync.pending, ({ length }) => length === 0);
    }
    expect(new Set(sent().map(({ key }) => key)).size).toBe(1);
  });

  it('of different people share nothing', async () => {
    const [alice] = (await tabs(1)) as [Page];
    const bob = tab({ principal: 'bob' });
    await live(chatOf(bob));
    server.react = ({ method }) => (method === 'POST' ? 'cut' : undefined);
    alice.sync.mutate.postMessage({ agent_id: agentId, content: 'by alice' }).catch(() => undefined);
    expect(server.connections).toBe(2);
    expect(bob.sync.pending.getState()).toEqual([]);
    expect(contents(chatOf(bob))).toEqual([]);
  });
});

describe('the tab that leads', () => {
  it('crashes, and another goes on: one socket, nothing lost, the ids stay', async () => {
    const [one, two, three] = (await tabs(3)) as [Page, Page, Page];
    server.react = ({ method }) => (method === 'POST' ? 'do, then cut' : undefined);
    one.sync.mutate.postMessage({ agent_id: agentId, content: 'of the leader' }).catch(() => undefined);
    const posted = two.sync.mutate.postMessage({ agent_id: agentId, content: 'of a follower' });
    await vi.waitFor(() => expect(new Set(sent().map(({ key }) => key)).size).toBe(1));
    await until(three.sync.pending, ({ length }) => length === 2);
    const ids = three.sync.pending.getState().map(({ id }) => id);
    one.crash();
    server.react = () => undefined;
    await expect(posted).resolves.toMatchObject({ content: 'of a follower' });
    for (const page of [two, three]) {
      await until(page.sync.pending, ({ length }) => length === 0);
      await until(chatOf(page).store, ({ overlays }) => overlays.length === 0);
      expect(contents(chatOf(page))).toEqual(['of the leader', 'of a follower']);
      await live(chatOf(page));
    }
    expect(server.clients.size).toBe(1);
    const events = server.world(agentScope).events.filter(({ model }) => model === 'Message');
    expect(events.map((event) => event.mutation_id)).toEqual(ids);
  });

  it('closes, and another takes over', async () => {
    const [one, two] = (await tabs(2)) as [Page, Page];
    one.sync.close();
    await vi.waitFor(() => expect(server.connections).toBe(2));
    await live(chatOf(two));
    await two.sync.mutate.postMessage({ agent_id: agentId, content: 'on my own' });
    expect(server.clients.size).toBe(1);
  });

  it('hangs, and is deposed by the tab that needs it', async () => {
    const [one, two] = (await tabs(2, { limits: { socketIdleMs: 50, pongWaitMs: 50 } })) as [Page, Page];
    one.hang();
    say('seen by the living');
    await until(chatOf(two).store, () => contents(chatOf(two)).length === 1);
    await two.sync.mutate.postMessage({ agent_id: agentId, content: 'goes on' });
  });

  it('finds a socket dead that another tab had doubts about', async () => {
    const limits = { socketIdleMs: 3_600_000, pongWaitMs: 20, doubtPongWaitMs: 20 };
    const [one] = (await tabs(1, { limits })) as [Page];
    const signals = new EventTarget();
    const two = tab({ limits, signals });
    await live(chatOf(two));
    let deaf = true;
    server.onFrame = (frame) => (deaf && frame.type === 'ping' ? 'ignore' : undefined);
    signals.dispatchEvent(new Event('online'));
    await vi.waitFor(() => expect(server.connections).toBe(2));
    deaf = false;
    await Promise.all([live(chatOf(one)), live(chatOf(two))]);
    expect(server.clients.size).toBe(1);
  });
});

describe('dead letters', () => {
  it('are the same in all tabs, and any tab can send or discard them', async () => {
    const [one, two] = (await tabs(2)) as [Page, Page];
    let refuse = true;
    server.react = ({ body }) => (refuse && body['content'] ? refusal(422, 'text_too_long') : undefined);
    const posts = ['a', 'b'].map((content) => two.sync.mutate.postMessage({ agent_id: agentId, content }));
    for (const post of posts) {
      await expect(post).rejects.toMatchObject({ code: 'text_too_long' });
    }
    const [a, b] = await until(one.sync.deadLetters, ({ length }) => length === 2);
    expect(two.sync.deadLetters.getState()).toHaveLength(2);
    refuse = false;
    await expect(two.sync.resend(String(a?.id))).resolves.toMatchObject({ content: 'a' });
    expect(await two.sync.discard(String(b?.id))).toBe(true);
    for (const page of [one, two]) {
      await until(page.sync.deadLetters, ({ length }) => length === 0);
      await until(chatOf(page).store, () => contents(chatOf(page)).join() === 'a');
    }
  });

  it('can be taken back by a tab that does not lead, while they were not sent', async () => {
    const [one, two] = (await tabs(2)) as [Page, Page];
    server.react = ({ method }) => (method === 'POST' ? 'cut' : undefined);
    const posts = ['sent', 'behind'].map((content) =>
      two.sync.mutate.postMessage({ agent_id: agentId, content }),
    );
    posts[0]?.catch(() => undefined);
    const behind = two.sync.pending.getState()[1];
    await until(one.sync.pending, ([first, second]) => (first?.attempts ?? 0) > 0 && second !== undefined);
    expect(await two.sync.discard(String(behind?.id))).toBe(true);
    await expect(posts[1]).rejects.toMatchObject({ code: 'discarded' });
    await until(chatOf(one).store, () => contents(chatOf(one)).join() === 'sent');
    expect(contents(chatOf(two))).toEqual(['sent']);
  });
});

it('without locks each tab works for itself', async () => {
  const pages = [0, 1].map(() => browser.open(server.url, { sharing: sharedTabs({ locks: undefined }) }));
  for (const page of pages) {
    await live(chatOf(page));
    await page.sync.mutate.postMessage({ agent_id: agentId, content: 'mine' });
  }
  expect(server.connections).toBe(2);
});
