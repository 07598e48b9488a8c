import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AgentSync, AgentSyncOptions } from '../src/agent-sync.js';
import type { ScopeHandle } from '../src/handle.js';
import { connect, contents, live, record, until } from './client.js';
import { TestServer } from './server.js';
import { agentScope } from './world.js';

const hourMs = 3_600_000;

let server: TestServer;
let sync: AgentSync;
let said = 0;

beforeEach(async () => {
  server = await TestServer.start();
  said = 0;
});

afterEach(async () => {
  sync.close();
  await server.stop();
});

async function start(options: Partial<AgentSyncOptions> = {}): Promise<ScopeHandle> {
  sync = connect(server.url, options);
  const handle = sync.scope(agentScope);
  handle.open();
  await live(handle);
  return handle;
}

function say(content: string): string {
  const id = `m-${++said}`;
  server.change({ model: 'Message', id, action: 'insert', fields: { role: 'user', content } });
  return id;
}

/** The client misses what happens in it, until something else makes it notice. */
function missed(happen: () => void): void {
  server.withhold = () => true;
  happen();
  server.withhold = () => false;
}

/** The reads so far, such as `bootstrap delta`. */
const reads = (): string =>
  server.calls
    .filter(({ path }) => path.startsWith('/sync/'))
    .map(({ path }) => path.slice('/sync/'.length))
    .join(' ');

function retain(): void {
  server.retainedFrom = server.head;
}

function forget(): void {
  retain();
  server.compactedFrom = server.head;
}

function beginAnew(): void {
  for (const world of server.worlds.values()) {
    world.epoch = 'epoch-2';
  }
}

describe('contract 8: who can not be caught up', () => {
  it('gets the rows that changed as one change, and those that did not keep their identity', async () => {
    const [same, edited, deleted] = [say('same'), say('edited'), say('deleted')];
    const chat = await start();
    const before = chat.store.getState();
    const states = record(chat);
    missed(() => {
      server.change({ model: 'Message', id: edited, action: 'update', fields: { content: 'edited twice' } });
      server.change({ model: 'Message', id: edited, action: 'update', fields: { content: 'anew' } });
      server.change({ model: 'Message', id: deleted, action: 'delete', fields: {} });
      say('later');
    });
    retain();
    server.cutSockets();
    await until(chat.store, ({ lastSyncId }) => lastSyncId === server.head);
    await live(chat);
    expect(states.slice(1)).toEqual([['same', 'anew', 'later']]);
    const { models } = chat.store.getState();
    expect(models.Agent).toBe(before.models.Agent);
    expect(models.Message.get(same)).toBe(before.models.Message.get(same));
    expect(reads()).toBe('bootstrap compacted');
    const from = String(before.lastSyncId);
    const query = Object.fromEntries(server.calls.at(-1)?.query ?? []);
    expect(query).toEqual({ scope: agentScope, lastSyncId: from, epoch: 'epoch-1' });
  });

  it('goes on as before from there, by socket and by delta', async () => {
    const chat = await start();
    missed(() => say('one'));
    retain();
    say('two');
    await until(chat.store, () => contents(chat).length === 2);
    await live(chat);
    expect(reads()).toBe('bootstrap delta compacted');
    missed(() => say('three'));
    say('four');
    await until(chat.store, () => contents(chat).length === 4);
    expect(contents(chat)).toEqual(['one', 'two', 'three', 'four']);
    expect(reads()).toBe('bootstrap delta compacted delta');
  });

  it('with a filter gets the rows of its models', async () => {
    const chat = await start({ models: () => ['Agent'] });
    missed(() => say('one'));
    retain();
    server.cutSockets();
    await until(chat.store, ({ lastSyncId }) => lastSyncId === server.head);
    expect(server.calls.at(-1)).toMatchObject({ path: '/sync/compacted' });
    expect(server.calls.at(-1)?.query.get('models')).toBe('Agent');
  });

  it('by a compacted delta either loads all rows, at once', async () => {
    const chat = await start({ limits: { retryDelayBaseMs: hourMs, retryDelayMaxMs: hourMs } });
    server.react = async ({ path }) => void (path === '/sync/compacted' && forget());
    missed(() => say('one'));
    retain();
    say('two');
    await until(chat.store, () => contents(chat).length === 2);
    await live(chat);
    expect(reads()).toBe('bootstrap delta compacted bootstrap');
  });

  it('by a compacted delta of another life of the log loads all rows', async () => {
    const chat = await start();
    server.react = async ({ path }) => {
      if (path === '/sync/compacted') {
        return { status: 200, body: { ...server.worlds.get(agentScope)?.compacted(0), epoch: 'epoch-2' } };
      }
      return undefined;
    };
    missed(() => say('one'));
    retain();
    server.cutSockets();
    await until(chat.store, () => contents(chat).length === 1);
    expect(reads()).toBe('bootstrap compacted bootstrap');
  });

  it('where the server offers nothing loads all rows', async () => {
    const chat = await start();
    missed(() => say('one'));
    server.broadcast(JSON.stringify({ type: 'resync', scope: agentScope, reason: 'retention' }));
    await until(chat.store, () => contents(chat).length === 1);
    expect(reads()).toBe('bootstrap bootstrap');
  });

  it('is given time by a server that says so over and over', async () => {
    const chat = await start();
    server.retainedFrom = Number.POSITIVE_INFINITY;
    server.cutSockets();
    await until(chat.connection, ({ attempt }) => attempt >= 3);
    expect(chat.store.getState().ready).toBe(true);
    server.retainedFrom = 0;
    await live(chat);
  });
});

describe('contract 7, 9: what is not sent yet', () => {
  it.each([
    { rung: 'delta', age: () => {}, expected: 'bootstrap' },
    { rung: 'compacted', age: retain, expected: 'bootstrap compacted' },
    { rung: 'bootstrap', age: forget, expected: 'bootstrap bootstrap' },
    { rung: 'epoch', age: beginAnew, expected: 'bootstrap bootstrap' },
  ])('stays on the screen on the way up ($rung), and is sent once', async ({ age, expected }) => {
    say('old');
    const chat = await start({ limits: { retryDelayBaseMs: 1, retryDelayMaxMs: 5 } });
    const states = record(chat);
    // The first takes effect and its answer is lost; those after it wait.
    server.react = ({ method }) => (method === 'POST' ? 'do, then cut' : undefined);
    const waiting = () => sync.pending.getState().map(({ status, attempts }) => attempts > 0 || status);
    server.withhold = () => true;
    const id = '0199aaaa-0000-7000-8000-0000000000f1';
    const taken = chat.mutations.postMessage({ content: 'taken' });
    const posted = chat.mutations.postMessage({ id, content: 'draft' });
    const edited = chat.mutations.editMessage({ id, content: 'unsent' });
    await until(sync.pending, ([first]) => first?.status === 'retrying');
    say('new');
    age();
    server.withhold = () => false;
    server.cutSockets();
    await until(chat.store, () => contents(chat).includes('new'));
    await live(chat);
    expect(reads()).toBe(expected);
    expect(waiting()).toEqual([true, 'queued', 'queued']);
    expect(contents(chat)).toEqual(['old', 'taken', 'new', 'unsent']);

    server.react = () => undefined;
    await Promise.all([taken, posted, edited]);
    await until(chat.store, ({ overlays }) => overlays.length === 0);
    expect(contents(chat)).toEqual(['old', 'taken', 'new', 'unsent']);
    const shown = states.slice(3);
    expect(shown.every((state) => state.includes('taken') && state.includes('unsent'))).toBe(true);
    const events = server.worlds.get(agentScope)?.events ?? [];
    const mine = events.filter(({ mutation_id }) => !mutation_id.startsWith('elsewhere'));
    expect(mine.map(({ action }) => action)).toEqual(['insert', 'insert', 'update']);
    expect(server.calls.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
  });
});
