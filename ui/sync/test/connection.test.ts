import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AgentSync, AgentSyncOptions } from '../src/agent-sync.js';
import { agentId, connect, contents, live, record, until } from './client.js';
import { refusal } from './engine.js';
import { TestServer } from './server.js';
import { agentScope, orgScope } from './world.js';

let server: TestServer;
let sync: AgentSync;

beforeEach(async () => {
  server = await TestServer.start();
});

afterEach(async () => {
  sync.close();
  await server.stop();
});

function start(options: Partial<AgentSyncOptions> = {}) {
  sync = connect(server.url, options);
  const handle = sync.scope(agentScope);
  handle.open();
  return handle;
}

let said = 0;

function say(content: string): void {
  said += 1;
  server.change({ model: 'Message', id: `m-${said}`, action: 'insert', fields: { role: 'user', content } });
}

describe('a scope', () => {
  it('is loaded, caught up and followed', async () => {
    say('before');
    const chat = start();
    await live(chat);
    expect(contents(chat)).toEqual(['before']);
    say('after');
    await until(chat.store, () => contents(chat).length === 2);
    expect(chat.store.getState()).toMatchObject({ ready: true, epoch: 'epoch-1', problem: null });
    expect(chat.store.getState().timelines.of(agentId)).toHaveLength(2);
  });

  it('shares one socket with others, unsubscribes when let go, and the last one closes it', async () => {
    const chat = start();
    const org = sync.scope(orgScope);
    const letGo = org.open();
    await Promise.all([live(chat), live(org)]);
    expect(server.connections).toBe(1);
    letGo();
    await until(org.connection, ({ status }) => status === 'idle');
    await until(org.store, ({ ready }) => !ready);
    say('only for one');
    await until(chat.store, () => contents(chat).length === 1);
    expect(org.store.getState().models.Agent.size).toBe(0);
    await vi.waitFor(() => expect(server.frames).toContainEqual({ type: 'unsubscribe', scope: orgScope }));
  });

  it('closes the socket when nobody looks any more, and opens one again', async () => {
    sync = connect(server.url);
    const chat = sync.scope(agentScope);
    const letGo = chat.open();
    await live(chat);
    letGo();
    await until(sync.connection, ({ status }) => status === 'idle');
    chat.open();
    await live(chat);
    expect(server.connections).toBe(2);
  });

  it('that is unknown is refused, and loads once it exists and one tries again', async () => {
    const { worlds } = server;
    const world = worlds.get(agentScope);
    worlds.delete(agentScope);
    const chat = start();
    await expect(chat.ready()).rejects.toMatchObject({
      name: 'SyncProblem',
      code: 'scope_unknown',
      status: 404,
    });
    expect(chat.connection.getState().status).toBe('refused');
    expect(sync.connection.getState().status).not.toBe('refused');
    worlds.set(agentScope, world as NonNullable<typeof world>);
    sync.retry();
    await live(chat);
  });

  it('evicts its rows when the server says that they may not be seen', async () => {
    say('secret');
    const chat = start();
    await live(chat);
    const error = {
      type: 'error',
      code: 'forbidden',
      message: 'No more.',
      scope: agentScope,
      retryable: false,
    } as const;
    server.publish(agentScope, error);
    await until(chat.store, ({ problem }) => problem?.code === 'forbidden');
    expect(contents(chat)).toEqual([]);
  });

  it('follows only the models that one asks for', async () => {
    const chat = start({ models: () => ['Agent'] });
    await live(chat);
    expect(server.calls[0]?.query.get('models')).toBe('Agent');
    expect(server.frames[0]).toMatchObject({ type: 'subscribe', models: ['Agent'] });
  });
});

describe('a break', () => {
  it('in the middle of a stream loses nothing and repeats nothing', async () => {
    const chat = start();
    await live(chat);
    const states = record(chat);
    for (let round = 0; round < 5; round++) {
      say(`${round} a`);
      server.cutSockets();
      say(`${round} b`);
      await live(chat);
    }
    await until(chat.store, () => contents(chat).length === 10);
    const expected = [0, 1, 2, 3, 4].flatMap((round) => [`${round} a`, `${round} b`]);
    expect(contents(chat)).toEqual(expected);
    for (const state of states) {
      expect(state).toEqual(expected.slice(0, state.length));
    }
    expect(server.calls.filter(({ path }) => path === '/sync/bootstrap')).toHaveLength(1);
  });

  it('while the server is away shows as offline, with the next attempt, and heals', async () => {
    const chat = start({ limits: { retryDelayBaseMs: 50, retryDelayMaxMs: 100 } });
    await live(chat);
    const restarted = server.restart();
    const offline = await until(chat.connection, ({ status }) => status === 'offline');
    expect(offline.retryAt).not.toBeNull();
    expect(offline.lastProblem).toMatchObject({ code: 'network' });
    await restarted;
    say('back');
    await live(chat);
    await until(chat.store, () => contents(chat).includes('back'));
    expect(sync.connection.getState()).toMatchObject({ attempt: 0, retryAt: null, lastProblem: null });
  });

  it('is found on a dead socket by the ping that nothing answers', async () => {
    const chat = start({ limits: { socketIdleMs: 20, pongWaitMs: 20 } });
    await live(chat);
    server.onFrame = (frame) => (frame.type === 'ping' ? 'ignore' : undefined);
    const offline = await until(chat.connection, ({ status }) => status === 'offline');
    expect(offline.lastProblem).toMatchObject({ code: 'timeout' });
    server.onFrame = () => undefined;
    await live(chat);
    expect(server.connections).toBeGreaterThan(1);
  });

  it('is found at once when the browser says that the network changed', async () => {
    const signals = new EventTarget();
    const chat = start({ signals, limits: { doubtPongWaitMs: 20 } });
    await live(chat);
    server.onFrame = (frame) => (frame.type === 'ping' ? 'ignore' : undefined);
    signals.dispatchEvent(new Event('offline'));
    await until(chat.connection, ({ status }) => status === 'offline');
  });

  it('ends at once when the browser says that it is online', async () => {
    const signals = new EventTarget();
    const chat = start({ signals, limits: { retryDelayBaseMs: 3_600_000, retryDelayMaxMs: 3_600_000 } });
    await live(chat);
    server.cutSockets();
    await until(chat.connection, ({ status }) => status === 'offline');
    signals.dispatchEvent(new Event('online'));
    await live(chat);
  });

  it('follows a frame that is none', async () => {
    const chat = start();
    await live(chat);
    server.broadcast('{"type":"delta"}');
    await until(chat.connection, ({ status }) => status !== 'live');
    await live(chat);
    server.broadcast('{"type":"later version"}');
    say('still here');
    await until(chat.store, () => contents(chat).length === 1);
    expect(server.connections).toBe(2);
  });
});

describe('a server that is about to stop', () => {
  it('says how long to wait before the next attempt', async () => {
    const hour = 3_600_000;
    const chat = start({ limits: { retryDelayBaseMs: hour, retryDelayMaxMs: hour } });
    await live(chat);
    server.broadcast('{"type":"reconnect","afterMs":5}');
    server.closeSockets(1001);
    const offline = await until(chat.connection, ({ status }) => status === 'offline');
    expect(offline.lastProblem).toMatchObject({ code: 'unavailable', retryable: true });
    say('by another one');
    await until(chat.store, () => contents(chat).length === 1);
    await live(chat);
    expect(server.connections).toBe(2);
  });
});

describe('a hole', () => {
  it('is filled by a delta call, in order', async () => {
    const chat = start();
    await live(chat);
    const states = record(chat);
    server.withhold = () => true;
    say('one');
    say('two');
    server.withhold = () => false;
    say('three');
    await until(chat.store, () => contents(chat).length === 3);
    expect(contents(chat)).toEqual(['one', 'two', 'three']);
    for (const state of states) {
      expect(state).toEqual(['one', 'two', 'three'].slice(0, state.length));
    }
    expect(server.calls.filter(({ path }) => path === '/sync/delta')).toHaveLength(1);
  });

  it('is filled also when the call fails at first, with what came meanwhile', async () => {
    const chat = start();
    await live(chat);
    let failures = 0;
    server.react = ({ path }) => {
      if (path !== '/sync/delta' || failures === 2) {
        return undefined;
      }
      failures += 1;
      say(`meanwhile ${failures}`);
      return refusal(503, 'unavailable', true);
    };
    server.withhold = () => true;
    say('withheld');
    server.withhold = () => false;
    say('after');
    await until(chat.store, () => contents(chat).length === 4);
    expect(contents(chat)).toEqual(['withheld', 'after', 'meanwhile 1', 'meanwhile 2']);
    await live(chat);
  });
});

describe('close', () => {
  it('ends all: the socket, the promises, the status', async () => {
    const chat = start();
    await live(chat);
    server.react = () => 'cut';
    const posted = chat.mutations.postMessage({ content: 'too late' });
    sync.close();
    await expect(posted).rejects.toMatchObject({ code: 'closed', retryable: false });
    await expect(sync.mutate.retireAgent({ id: agentId })).rejects.toMatchObject({ code: 'closed' });
    expect(sync.connection.getState().status).toBe('closed');
  });
});
