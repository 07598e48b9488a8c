import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AgentSync, AgentSyncOptions } from '../src/agent-sync.js';
import { agentId, connect, contents, live, record, until } from './client.js';
import { jwt, TestServer } from './server.js';
import { agentScope } from './world.js';

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

describe('a token', () => {
  it('that ran out is replaced once, for the socket and for all calls', async () => {
    let made = 0;
    const chat = start({ token: async () => `token-${++made}` });
    await live(chat);
    expect(made).toBe(1);
    server.accepts = (token) => token === 'token-2';
    server.broadcast(
      JSON.stringify({ type: 'error', code: 'token_expired', message: 'Old.', retryable: false }),
    );
    server.closeSockets(4401);
    const posts = ['a', 'b', 'c'].map((content) => chat.mutations.postMessage({ content }));
    await Promise.all(posts);
    await live(chat);
    expect(made).toBe(2);
  });

  it('is replaced on the socket before it runs out', async () => {
    let made = 0;
    const chat = start({
      token: async () => jwt(`t${++made}`, Date.now() + (made === 1 ? 400 : 3_600_000)),
      limits: { tokenMarginMs: 3_600_000 / 2, tokenRenewDelayMinMs: 10 },
    });
    await live(chat);
    const authenticated = new Promise((resolve) => {
      server.onFrame = (frame) => void (frame.type === 'auth' && resolve(frame.token));
    });
    expect(await authenticated).toMatch(/\.t2$/);
    expect(server.connections).toBe(1);
  });

  it('contract 10: that allows less than the one before takes away what it no longer allows', async () => {
    let made = 0;
    server.change({
      model: 'Message',
      id: 'm',
      action: 'insert',
      fields: { role: 'user', content: 'secret' },
    });
    server.onFrame = ({ type }) => {
      if (type === 'auth') {
        const what = { code: 'forbidden', message: 'No more.', scope: agentScope, retryable: false } as const;
        server.publish(agentScope, { type: 'error', ...what });
      }
      return undefined;
    };
    const chat = start({
      token: async () => jwt(`t${++made}`, Date.now() + (made === 1 ? 1_000 : 3_600_000)),
      limits: { tokenMarginMs: 3_600_000 / 2, tokenRenewDelayMinMs: 10 },
    });
    const seen: string[][] = record(chat);
    await until(chat.connection, ({ status }) => status === 'refused');
    expect(seen).toContainEqual(['secret']);
    expect(contents(chat)).toEqual([]);
    expect(chat.store.getState()).toMatchObject({ ready: false, problem: { code: 'forbidden' } });
  });

  it('that no one accepts ends in unauthorized; a retry with a good one brings all back', async () => {
    let good = false;
    server.accepts = (token) => token === 'good';
    const chat = start({ token: async () => (good ? 'good' : 'bad') });
    const denied = await until(sync.connection, ({ status }) => status === 'unauthorized');
    expect(denied.lastProblem).toMatchObject({ code: 'unauthenticated', status: 401 });
    const posted = sync.mutate.postMessage({ agent_id: agentId, content: 'kept' });
    good = true;
    sync.retry();
    await expect(posted).resolves.toMatchObject({ content: 'kept' });
    await live(chat);
    expect(contents(chat)).toEqual(['kept']);
  });

  it('that is refused while the rows are there is noticed without a reload', async () => {
    const chat = start();
    await live(chat);
    server.accepts = () => false;
    server.cutSockets();
    await until(sync.connection, ({ status }) => status === 'unauthorized');
    expect(chat.store.getState().ready).toBe(true);
  });

  it('that can not be had is asked for again', async () => {
    let asked = 0;
    const chat = start({
      token: async () => {
        asked += 1;
        if (asked < 4) {
          throw new Error('The issuer is away.');
        }
        return 'token';
      },
    });
    await until(sync.connection, ({ lastProblem }) => lastProblem?.code === 'token_unavailable');
    await live(chat);
  });
});
