import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AgentSync, AgentSyncOptions } from '../src/agent-sync.js';
import { agentId, connect, contents, live, until } from './client.js';
import { TestServer } from './server.js';
import { agentScope } from './world.js';

const hourMs = 3_600_000;
/** Nothing but what is tested finds out that a socket is dead. */
const patient = { socketIdleMs: hourMs, pongWaitMs: hourMs, doubtPongWaitMs: hourMs, clockWatchMs: hourMs };

let server: TestServer;
let sync: AgentSync;
let signals: EventTarget;

beforeEach(async () => {
  server = await TestServer.start();
  signals = new EventTarget();
});

afterEach(async () => {
  vi.useRealTimers();
  sync.close();
  await server.stop();
});

async function start(limits: AgentSyncOptions['limits'] = {}, options: Partial<AgentSyncOptions> = {}) {
  sync = connect(server.url, { signals, ...options, limits: { ...patient, ...limits } });
  const chat = sync.scope(agentScope);
  chat.open();
  await live(chat);
  return chat;
}

/** The machine sleeps so long: its clock goes on, no timer does. */
function sleep(ms: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms });
}

const signal = (type: string) => signals.dispatchEvent(new Event(type));

describe('after sleep', () => {
  it.each([
    ['freeze', 'resume'],
    ['pagehide', 'pageshow'],
  ])('from %s to %s the socket of before is given up at once, unasked', async (before, after) => {
    const chat = await start();
    signal(before);
    sleep(2 * 60_000);
    signals.dispatchEvent(Object.assign(new Event(after), { persisted: true }));
    await vi.waitFor(() => expect(server.connections).toBe(2));
    await live(chat);
  });

  it('that nobody tells of, the clock tells', async () => {
    const chat = await start({ clockWatchMs: 5 });
    sleep(2 * 60_000);
    await vi.waitFor(() => expect(server.connections).toBe(2));
    await live(chat);
  });

  it('that was short the socket is asked whether it lives, and not for long', async () => {
    const chat = await start({ doubtPongWaitMs: 20 });
    server.onFrame = (frame) => (frame.type === 'ping' ? 'ignore' : undefined);
    signal('freeze');
    sleep(10_000);
    signal('resume');
    await vi.waitFor(() => expect(server.connections).toBe(2));
    await live(chat);
  });

  it('a change whose answer got lost in it is sent again at once, under its id', async () => {
    const chat = await start({ requestWaitMs: hourMs });
    let asleep = true;
    server.react = ({ method }) =>
      method === 'POST' && asleep ? new Promise<never>(() => undefined) : undefined;
    const posted = sync.mutate.postMessage({ agent_id: agentId, content: 'before sleep' });
    await vi.waitFor(() => expect(server.calls.filter(({ method }) => method === 'POST')).toHaveLength(1));
    asleep = false;
    signal('freeze');
    sleep(2 * 60_000);
    signal('resume');
    await posted;
    const keys = server.calls.filter(({ method }) => method === 'POST').map(({ key }) => key);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
    await until(chat.store, () => contents(chat).join() === 'before sleep');
  });

  it('a token that is asked for and never comes holds up nothing for ever', async () => {
    let asked = 0;
    const token = () => {
      asked += 1;
      return asked === 1 ? new Promise<never>(() => undefined) : Promise.resolve('a-token');
    };
    await start({ requestWaitMs: 50, socketOpenWaitMs: hourMs }, { token });
    expect(asked).toBe(2);
  });
});

describe('a page that is shown again', () => {
  it('tries at once what it was waiting to try', async () => {
    const chat = await start({ retryDelayBaseMs: hourMs, retryDelayMaxMs: hourMs });
    server.react = ({ method }) => (method === 'POST' ? 'cut' : undefined);
    const posted = sync.mutate.postMessage({ agent_id: agentId, content: 'later' });
    await until(sync.pending, ([first]) => first?.status === 'retrying');
    server.cutSockets();
    await until(chat.connection, ({ status }) => status === 'offline');
    server.react = () => undefined;
    signal('visibilitychange');
    await posted;
    await live(chat);
  });
});
