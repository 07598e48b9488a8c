import { describe, expect, it, vi } from 'vitest';
import { openDatabase } from '../src/database.js';
import { agentId, contents, live, record, until } from './client.js';
import { refusal } from './engine.js';
import { jwt } from './server.js';
import { browser, chatOf, said, say, server, startServer } from './stage.js';
import { agentScope, orgScope } from './world.js';

/** What is on disk, read by nobody's client. */
async function onDisk(principal = 'alice') {
  const database = await openDatabase(`agentsync ${principal}@${server.url}`, {
    onOutdated: () => undefined,
    onLost: () => undefined,
  });
  const scopes = await database.getAll('scopes');
  const rows = await database.getAll('rows');
  const mutations = await database.getAll('mutations');
  database.close();
  return { scopes, rows: rows as unknown as Record<string, unknown>[], mutations };
}

const contentsOnDisk = async () =>
  (await onDisk()).rows.map(({ content }) => content).filter((content) => content !== undefined);

/** A server that can't be reached, until told otherwise. */
function cutOff(): void {
  server.react = () => 'cut';
  server.cutSockets();
}

describe('rows on disk', () => {
  it('are there when the page opens offline, and are caught up from their cursor later', async () => {
    say('before');
    const first = browser.open(server.url);
    await live(chatOf(first));
    say('after');
    await vi.waitFor(async () => expect(await contentsOnDisk()).toEqual(['before', 'after']));
    first.crash();
    cutOff();
    const chat = chatOf(browser.open(server.url));
    await until(chat.store, ({ ready }) => ready);
    expect(contents(chat)).toEqual(['before', 'after']);
    say('meanwhile');
    const calls = server.calls.length;
    server.react = () => undefined;
    await until(chat.store, () => contents(chat).includes('meanwhile'));
    await live(chat);
    expect(server.calls.slice(calls).filter(({ path }) => path === '/sync/bootstrap')).toEqual([]);
  });

  it('follow every change, deletes and refused changes as well', async () => {
    say('one');
    say('two');
    const page = browser.open(server.url);
    const chat = chatOf(page);
    await live(chat);
    const [one, two] = chat.store.getState().models.Message.byAgent(agentId);
    await page.sync.mutate.editMessage({ id: String(one?.id), content: 'one, again' });
    await page.sync.mutate.deleteMessage({ id: String(two?.id) });
    await expect(page.sync.mutate.postMessage({ agent_id: agentId, content: '' })).rejects.toThrow();
    await vi.waitFor(async () => expect(await contentsOnDisk()).toEqual(['one, again']));
    await vi.waitFor(async () => expect((await onDisk()).mutations).toMatchObject([{ status: 'refused' }]));
  });

  it('hold nothing of what is not confirmed', async () => {
    say('confirmed');
    const page = browser.open(server.url);
    const chat = chatOf(page);
    await live(chat);
    const [message] = chat.store.getState().models.Message.byAgent(agentId);
    server.react = ({ method }) => (method === 'GET' ? undefined : 'cut');
    page.sync.mutate.editMessage({ id: String(message?.id), content: 'mine' }).catch(() => undefined);
    page.sync.mutate.postMessage({ agent_id: agentId, content: 'new' }).catch(() => undefined);
    say('of another');
    await vi.waitFor(async () => expect(await contentsOnDisk()).toEqual(['confirmed', 'of another']));
    expect(contents(chat).toSorted()).toEqual(['mine', 'new', 'of another']);
  });

  it('contract 10: go when the scope may not be seen any more', async () => {
    say('secret');
    const chat = chatOf(browser.open(server.url));
    await live(chat);
    await vi.waitFor(async () => expect(await contentsOnDisk()).toEqual(['secret']));
    const error = { type: 'error', code: 'forbidden', message: 'No more.', retryable: false } as const;
    server.publish(agentScope, { ...error, scope: agentScope });
    await until(chat.store, ({ problem }) => problem !== null);
    await vi.waitFor(async () => expect(await onDisk()).toMatchObject({ scopes: [], rows: [] }));
  });

  it('lose a text that was erased', async () => {
    say('personal');
    const chat = chatOf(browser.open(server.url));
    await live(chat);
    await vi.waitFor(async () => expect(await contentsOnDisk()).toEqual(['personal']));
    server.change({
      model: 'Message',
      id: `m-${said}`,
      action: 'update',
      fields: { content: '[erased]', agent_id: agentId },
    });
    await vi.waitFor(async () => expect(await contentsOnDisk()).toEqual(['[erased]']));
  });

  it('stay when nobody looks at the scope any more', async () => {
    say('kept');
    const { sync } = browser.open(server.url);
    const letGo = sync.scope(agentScope).open();
    await live(sync.scope(agentScope));
    letGo();
    await until(sync.connection, ({ status }) => status === 'idle');
    await vi.waitFor(async () => expect(await contentsOnDisk()).toEqual(['kept']));
    server.react = () => 'cut';
    const again = sync.scope(agentScope);
    again.open();
    await until(again.store, ({ ready }) => ready);
    expect(contents(again)).toEqual(['kept']);
  });

  it('of more than their limit are not kept, the scope that was looked at least recently first', async () => {
    say('x'.repeat(5_000));
    const storageLimits = { storedBytesMax: 7_000 };
    const page = browser.open(server.url, { storageLimits });
    const letGo = page.sync.scope(agentScope).open();
    await live(page.sync.scope(agentScope));
    await vi.waitFor(async () => expect((await onDisk()).scopes).toMatchObject([{ scope: agentScope }]));
    letGo();
    await until(page.sync.connection, ({ status }) => status === 'idle');
    const org = page.sync.scope(orgScope);
    org.open();
    await live(org);
    await vi.waitFor(async () => expect((await onDisk()).scopes).toMatchObject([{ scope: orgScope }]));
    say('y'.repeat(5_000));
    await vi.waitFor(async () => expect((await onDisk()).scopes).toEqual([]));
    expect(org.store.getState().models.Message.size).toBe(2);
  });

  it('that nobody looked at for long go', async () => {
    say('old');
    const first = browser.open(server.url);
    await live(chatOf(first));
    await vi.waitFor(async () => expect(await contentsOnDisk()).toEqual(['old']));
    first.crash();
    browser.open(server.url, { storageLimits: { unusedMsMax: -1 } });
    await vi.waitFor(async () => expect((await onDisk()).scopes).toEqual([]));
  });

  it('of another log are replaced by those of this one', async () => {
    say('of before');
    const first = browser.open(server.url);
    await live(chatOf(first));
    await vi.waitFor(async () => expect(await contentsOnDisk()).toEqual(['of before']));
    first.crash();
    const { url } = server;
    await server.stop();
    await startServer(Number(new URL(url).port));
    for (const world of server.worlds.values()) {
      world.epoch = 'epoch-2';
    }
    say('of after');
    const chat = chatOf(browser.open(server.url));
    await until(chat.store, () => contents(chat).join() === 'of after');
    await vi.waitFor(async () => expect(await contentsOnDisk()).toEqual(['of after']));
  });
});

describe('mutations on disk', () => {
  it('that were made offline survive a crash, show at once, and are sent in order under their ids', async () => {
    const first = browser.open(server.url);
    await live(chatOf(first));
    await vi.waitFor(async () => expect((await onDisk()).scopes).toHaveLength(1));
    cutOff();
    const id = '0199aaaa-0000-7000-8000-00000000beef';
    first.sync.mutate.postMessage({ id, agent_id: agentId, content: 'one' }).catch(() => undefined);
    first.sync.mutate.editMessage({ id, content: 'one, again' }).catch(() => undefined);
    await vi.waitFor(async () => expect((await onDisk()).mutations).toHaveLength(2));
    const ids = first.sync.pending.getState().map((each) => each.id);
    first.crash();
    const second = browser.open(server.url);
    const chat = chatOf(second);
    const states = record(chat);
    await until(chat.store, ({ ready }) => ready);
    expect(second.sync.pending.getState()).toHaveLength(2);
    expect(states.filter((state) => state.length > 0 && state.join() !== 'one, again')).toEqual([]);
    expect(contents(chat)).toEqual(['one, again']);
    server.calls.length = 0;
    server.react = () => undefined;
    await until(second.sync.pending, (pending) => pending.length === 0);
    await until(chat.store, ({ overlays }) => overlays.length === 0);
    expect(contents(chat)).toEqual(['one, again']);
    const sent = server.calls.filter(({ path }) => path.startsWith('/api/')).map(({ key }) => key);
    expect([...new Set(sent)]).toEqual(ids);
    await vi.waitFor(async () => expect((await onDisk()).mutations).toEqual([]));
  });

  it('contract 9: that took effect before the answer was lost in a crash take effect once', async () => {
    const first = browser.open(server.url);
    await live(chatOf(first));
    server.react = ({ method }) => (method === 'POST' ? 'do, then cut' : undefined);
    first.sync.mutate.postMessage({ agent_id: agentId, content: 'once' }).catch(() => undefined);
    await vi.waitFor(() => expect(server.calls.some(({ method }) => method === 'POST')).toBe(true));
    await vi.waitFor(async () => expect((await onDisk()).mutations).toHaveLength(1));
    first.crash();
    server.react = () => undefined;
    const second = browser.open(server.url);
    const chat = chatOf(second);
    await until(chat.store, ({ ready, overlays }) => ready && overlays.length === 0);
    await vi.waitFor(async () => expect((await onDisk()).mutations).toEqual([]));
    expect(contents(chat)).toEqual(['once']);
    expect(server.world(agentScope).events.filter(({ model }) => model === 'Message')).toHaveLength(1);
  });

  it('that are refused stay as dead letters, with the reason, and hold up nothing; resent, they go', async () => {
    const first = browser.open(server.url);
    const chat = chatOf(first);
    await live(chat);
    let full = true;
    server.react = ({ body }) =>
      full && body['content'] === 'too much' ? refusal(422, 'text_too_long') : undefined;
    const bad = first.sync.mutate.postMessage({ agent_id: agentId, content: 'too much' });
    await expect(bad).rejects.toMatchObject({ code: 'text_too_long' });
    await first.sync.mutate.postMessage({ agent_id: agentId, content: 'fine' });
    await vi.waitFor(async () => expect((await onDisk()).mutations).toMatchObject([{ status: 'refused' }]));
    first.crash();
    const second = browser.open(server.url);
    const again = chatOf(second);
    const [letter] = await until(second.sync.deadLetters, ({ length }) => length === 1);
    expect(letter).toMatchObject({ name: 'postMessage', data: { content: 'too much' } });
    expect(letter?.lastProblem).toMatchObject({ code: 'text_too_long' });
    await live(again);
    expect(contents(again)).toEqual(['fine']);
    full = false;
    await second.sync.resend(String(letter?.id));
    await until(again.store, ({ overlays }) => overlays.length === 0);
    expect(contents(again)).toEqual(['fine', 'too much']);
    expect(second.sync.deadLetters.getState()).toEqual([]);
  });

  it('can be taken back as long as they were not sent, and for good', async () => {
    const first = browser.open(server.url);
    const chat = chatOf(first);
    await live(chat);
    cutOff();
    const one = first.sync.mutate.postMessage({ agent_id: agentId, content: 'sent' });
    const two = first.sync.mutate.postMessage({ agent_id: agentId, content: 'not sent' });
    one.catch(() => undefined);
    const [sent, unsent] = first.sync.pending.getState();
    expect(await first.sync.discard(String(sent?.id))).toBe(false);
    expect(await first.sync.discard(String(unsent?.id))).toBe(true);
    await expect(two).rejects.toMatchObject({ code: 'discarded' });
    expect(contents(chat)).toEqual(['sent']);
    await vi.waitFor(async () => expect((await onDisk()).mutations).toMatchObject([{ id: sent?.id }]));
  });
});

describe('another principal', () => {
  it('sees nothing of it, and sends nothing of it', async () => {
    say('for alice');
    const alice = browser.open(server.url);
    await live(chatOf(alice));
    cutOff();
    alice.sync.mutate.postMessage({ agent_id: agentId, content: 'by alice' }).catch(() => undefined);
    await vi.waitFor(async () => expect((await onDisk()).mutations).toHaveLength(1));
    alice.crash();
    const bob = browser.open(server.url, { principal: 'bob' });
    const chat = chatOf(bob);
    await until(bob.storage.state, ({ open }) => open);
    await until(bob.sync.connection, ({ attempt }) => attempt > 0);
    expect(chat.store.getState().ready).toBe(false);
    expect(bob.sync.pending.getState()).toEqual([]);
  });

  it('whose token comes in ends the client, takes the rows off the screen and sends nothing', async () => {
    say('for alice');
    const first = browser.open(server.url);
    await live(chatOf(first));
    await vi.waitFor(async () => expect(await contentsOnDisk()).toEqual(['for alice']));
    first.crash();
    server.calls.length = 0;
    const page = browser.open(server.url, { token: async () => jwt('bob', Date.now() + 3_600_000) });
    const chat = chatOf(page);
    page.sync.mutate.postMessage({ agent_id: agentId, content: 'by alice' }).catch(() => undefined);
    const { lastProblem } = await until(page.sync.connection, ({ status }) => status === 'closed');
    expect(lastProblem).toMatchObject({ code: 'wrong_principal' });
    expect(chat.store.getState()).toMatchObject({ ready: false });
    expect(server.calls).toEqual([]);
    // What she did waits for her; what she could see is gone.
    await vi.waitFor(async () => expect(await onDisk()).toMatchObject({ rows: [], scopes: [] }));
    expect((await onDisk()).mutations).toHaveLength(1);
  });
});

describe('a disk that is no help', () => {
  it('holds up nothing: the client works in memory and says so', async () => {
    const broken = { open: () => ({}) } as unknown as IDBFactory;
    globalThis.indexedDB = broken;
    const page = browser.open(server.url, { storageLimits: { openWaitMs: 50 } });
    const chat = chatOf(page);
    await live(chat);
    await page.sync.mutate.postMessage({ agent_id: agentId, content: 'in memory' });
    expect(contents(chat)).toEqual(['in memory']);
  });

  it('lets go at once when a newer page upgrades it, and the upgrade keeps mutations and drops rows', async () => {
    say('old form');
    const page = browser.open(server.url);
    await live(chatOf(page));
    await vi.waitFor(async () => expect(await contentsOnDisk()).toEqual(['old form']));
    server.react = ({ method }) => (method === 'GET' ? undefined : 'cut');
    page.sync.mutate.postMessage({ agent_id: agentId, content: 'kept' }).catch(() => undefined);
    await vi.waitFor(async () => expect((await onDisk()).mutations).toHaveLength(1));
    const ignore = { onOutdated: () => undefined, onLost: () => undefined };
    const newer = await openDatabase(`agentsync alice@${server.url}`, ignore, 2);
    expect(await newer.count('rows')).toBe(0);
    expect(await newer.getAll('mutations')).toMatchObject([{ data: { content: 'kept' } }]);
    newer.close();
    expect(page.storage.state.getState().problem).toMatchObject({ code: 'storage_unavailable' });
    say('goes on');
    const chat = page.sync.scope(agentScope);
    await until(chat.store, () => contents(chat).includes('goes on'));
  });

  it('holds nothing any more after signing out, also of what other pages kept', async () => {
    say('secret');
    const other = browser.open(server.url);
    const page = browser.open(server.url);
    await live(chatOf(other));
    const chat = chatOf(page);
    await live(chat);
    await vi.waitFor(async () => expect(await contentsOnDisk()).toEqual(['secret']));
    await page.sync.signOut();
    expect(await onDisk()).toEqual({ scopes: [], rows: [], mutations: [] });
    expect(contents(chat)).toEqual([]);
    expect(page.sync.connection.getState().status).toBe('closed');
    expect(other.storage.state.getState().problem).toMatchObject({ code: 'storage_unavailable' });
  });
});
