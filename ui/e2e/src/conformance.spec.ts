import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { Engine, type Row } from './engine';
import { type Frame, Peer, type SyncEvent } from './peer';

/** The protocol as docs/SPEC.md says it, by a client that shares no code with this project's. */

let engine: Engine;
const peers: Peer[] = [];

test.beforeAll(async () => {
  engine = await Engine.start();
});

test.afterEach(async () => {
  await Promise.all(peers.splice(0).map((peer) => peer.terminate()));
});

test.afterAll(async () => {
  await engine.stop();
});

interface Person {
  token: string;
  orgId: string;
}

/** Someone in an org that nobody else knows. */
async function person(): Promise<Person> {
  return engine.token(`user-${randomUUID()}`, `org-${randomUUID()}`);
}

async function connected(token: string): Promise<Peer> {
  const peer = await Peer.connect(engine, token);
  peers.push(peer);
  return peer;
}

async function agentOf({ token, orgId }: Person): Promise<string> {
  return (await engine.post(token, '/api/agent', { org_id: orgId, name: 'Ada' })).id;
}

const say = ({ token }: Person, agent: string, content: string): Promise<Row> =>
  engine.post(token, '/api/message', { agent_id: agent, content });

async function get({ token }: Person, path: string): Promise<Record<string, unknown>> {
  const answer = await fetch(engine.url + path, { headers: { authorization: `Bearer ${token}` } });
  return (await answer.json()) as Record<string, unknown>;
}

async function cursorOf(who: Person, scope: string): Promise<{ lastSyncId: number; epoch: string }> {
  return (await get(who, `/sync/bootstrap?scope=${scope}`)) as { lastSyncId: number; epoch: string };
}

/** Contract 4: each event names the one before it; the first one names one that the cursor covers. */
function expectChain(events: SyncEvent[], cursor: number): void {
  let last = 0;
  for (const event of events) {
    expect(event.id).toBeGreaterThan(Math.max(last, cursor));
    if (last === 0) expect(event.prev_id).toBeLessThanOrEqual(cursor);
    else expect(event.prev_id).toBe(last);
    last = event.id;
  }
}

test.describe('the handshake', () => {
  test('selects agentsync.v1 and takes the token from the other subprotocol', async () => {
    const { token } = await person();
    expect((await connected(token)).socket.protocol).toBe('agentsync.v1');
  });

  test('takes a header and no subprotocol', async () => {
    const { token } = await person();
    const headers = { authorization: `Bearer ${token}` };
    const peer = await Peer.offering(engine, [], { headers });
    peers.push(peer);
    expect(peer.socket.protocol).toBe('');
    await peer.nothingMore();
  });

  test('contract 10: refuses who brings no token or a bad one', async () => {
    for (const offer of [['agentsync.v1'], ['agentsync.v1', 'bearer.nonsense']]) {
      const { status, problem } = await Peer.refusal(engine, offer);
      expect([status, problem.code]).toEqual([401, 'unauthenticated']);
    }
  });

  test('refuses who offers other subprotocols only', async () => {
    const { token } = await person();
    const headers = { authorization: `Bearer ${token}` };
    const { status, problem } = await Peer.refusal(engine, ['agentsync.v9'], { headers });
    expect([status, problem.code]).toEqual([400, 'invalid_value']);
  });
});

test.describe('a subscription', () => {
  test('contract 5: from 0 brings all rows in parts, then what follows', async () => {
    const who = await person();
    const agent = await agentOf(who);
    const scope = `agent:${agent}`;
    for (let number = 0; number < 10; number++) await say(who, agent, `${number} ${'x'.repeat(60_000)}`);
    const expected = await get(who, `/sync/bootstrap?scope=${scope}`);

    const peer = (await connected(who.token)).subscribe(scope, 0);
    const rows: Record<string, unknown[]> = {};
    const parts: Frame[] = [];
    do {
      const part = await peer.next('bootstrap');
      parts.push(part);
      for (const [name, some] of Object.entries(part.models as Record<string, unknown[]>)) {
        rows[name] = [...(rows[name] ?? []), ...some];
      }
    } while (parts.at(-1)?.done !== true);
    expect(parts.length).toBeGreaterThan(1);
    expect(new Set(parts.map((part) => part.scope))).toEqual(new Set([scope]));
    const { models, lastSyncId, epoch } = expected as { models: Record<string, unknown[]> } & Frame;
    for (const [name, all] of Object.entries(models)) expect(rows[name] ?? []).toEqual(all);
    expect(parts.at(-1)).toMatchObject({ lastSyncId, epoch });
    const subscribed = await peer.next('subscribed');
    expect(subscribed).toMatchObject({ scope, epoch });
    expect(subscribed.latestSyncId as number).toBeGreaterThanOrEqual(lastSyncId as number);

    const message = await say(who, agent, 'live');
    const events = await peer.events(1);
    expect(events[0]).toMatchObject({ scope, model: 'Message', model_id: message.id, action: 'insert' });
    expect(events[0]?.data).toEqual(message);
    expectChain(events, subscribed.latestSyncId as number);
  });

  test('contract 4, 7: from a cursor brings what was missed, then what happens, once and in order', async () => {
    const who = await person();
    const agent = await agentOf(who);
    const scope = `org:${who.orgId}`;
    const { lastSyncId, epoch } = await cursorOf(who, scope);
    const missed = [await say(who, agent, 'one'), await say(who, agent, 'two')];
    const peer = (await connected(who.token)).subscribe(scope, lastSyncId, { epoch });
    const events = await peer.events(2);
    expect(await peer.next('subscribed')).toMatchObject({ scope, epoch });
    const live = await say(who, agent, 'three');
    const [event] = await peer.events(1);
    expect([...events, event].map((each) => each?.model_id)).toEqual([...missed, live].map(({ id }) => id));
    expectChain([...events, event as SyncEvent], lastSyncId);
    const { events: logged } = await get(who, `/sync/delta?scope=${scope}&lastSyncId=${lastSyncId}`);
    expect([...events, event]).toEqual(logged);
    await peer.nothingMore();
  });

  test('again for an active scope starts over from the new cursor', async () => {
    const who = await person();
    const agent = await agentOf(who);
    const scope = `agent:${agent}`;
    const { lastSyncId } = await cursorOf(who, scope);
    await say(who, agent, 'one');
    const peer = (await connected(who.token)).subscribe(scope, lastSyncId);
    const first = await peer.events(1);
    await peer.next('subscribed');
    peer.subscribe(scope, lastSyncId);
    expect(await peer.events(1)).toEqual(first);
    await peer.next('subscribed');
    await peer.nothingMore();
  });

  test('with models brings no others', async () => {
    const who = await person();
    const agent = await agentOf(who);
    const scope = `agent:${agent}`;
    const { lastSyncId } = await cursorOf(who, scope);
    await say(who, agent, 'not wanted');
    const peer = (await connected(who.token)).subscribe(scope, lastSyncId, { models: ['ReasoningStep'] });
    await peer.next('subscribed');
    await say(who, agent, 'not wanted either');
    const step = await engine.post(who.token, '/api/reasoning', { agent_id: agent, thought: 'wanted' });
    const events = await peer.events(1);
    expect(events.map(({ model_id }) => model_id)).toEqual([step.id]);
    await peer.nothingMore();
  });

  test('ends with unsubscribe', async () => {
    const who = await person();
    const agent = await agentOf(who);
    const scope = `agent:${agent}`;
    const { lastSyncId } = await cursorOf(who, scope);
    const peer = (await connected(who.token)).subscribe(scope, lastSyncId);
    await peer.next('subscribed');
    expect(await peer.send({ type: 'unsubscribe', scope }).next('unsubscribed')).toMatchObject({ scope });
    await say(who, agent, 'unheard');
    await peer.nothingMore();
  });

  test('contract 10: of a foreign or unknown scope is refused', async () => {
    const [who, other] = [await person(), await person()];
    const scope = `agent:${await agentOf(other)}`;
    const unknown = `org:${randomUUID()}`;
    const peer = await connected(who.token);
    const refused = { retryable: false, message: expect.stringMatching(/./) };
    for (const lastSyncId of [0, 1]) {
      const error = await peer.subscribe(scope, lastSyncId).next('error');
      expect(error).toMatchObject({ ...refused, code: 'forbidden', scope });
    }
    const error = await peer.subscribe(unknown, 1).next('error');
    expect(error).toMatchObject({ ...refused, code: 'scope_unknown', scope: unknown });
  });

  test('contract 8: whose cursor can not be caught up is told why and what next', async () => {
    const who = await person();
    const scope = `agent:${await agentOf(who)}`;
    const { lastSyncId } = await cursorOf(who, scope);
    const peer = await connected(who.token);
    const ahead = await peer.subscribe(scope, lastSyncId + 1_000_000).next('resync');
    expect(ahead).toMatchObject({ scope, reason: 'ahead', next: 'bootstrap' });
    const epoch = await peer.subscribe(scope, lastSyncId, { epoch: randomUUID() }).next('resync');
    expect(epoch).toMatchObject({ scope, reason: 'epoch', next: 'bootstrap' });
    await peer.nothingMore();
    await peer.subscribe(scope, lastSyncId).next('subscribed');
  });

  test('is one of at most 100 on a socket', async () => {
    const who = await person();
    const agents = await Promise.all(Array.from({ length: 101 }, () => agentOf(who)));
    const { lastSyncId } = await cursorOf(who, `org:${who.orgId}`);
    const peer = await connected(who.token);
    for (const agent of agents.slice(0, 100)) {
      await peer.subscribe(`agent:${agent}`, lastSyncId).next('subscribed');
    }
    const scope = `agent:${agents[100]}`;
    const error = await peer.subscribe(scope, lastSyncId).next('error');
    expect(error).toMatchObject({ code: 'too_many_subscriptions', scope, retryable: false });
    await peer.send({ type: 'unsubscribe', scope: `agent:${agents[0]}` }).next('unsubscribed');
    await peer.subscribe(scope, lastSyncId).next('subscribed');
  });
});

test.describe('the socket', () => {
  test('answers pings, of the protocol and of WebSocket', async () => {
    const peer = await connected((await person()).token);
    await peer.nothingMore();
    const pong = new Promise((resolve) => peer.socket.once('pong', resolve));
    peer.socket.ping();
    await pong;
  });

  test('takes a fresh token of the same subject, and no other', async () => {
    const [name, org] = [`user-${randomUUID()}`, `org-${randomUUID()}`];
    const peer = await connected((await engine.token(name, org)).token);
    const fresh = await engine.token(name, org);
    const { expiresAt } = await peer.send({ type: 'auth', token: fresh.token }).next('authenticated');
    expect(Date.parse(expiresAt as string)).toBeGreaterThan(Date.now());
    const refusals = [
      [(await person()).token, 'forbidden'],
      ['nonsense', 'unauthenticated'],
    ] as const;
    for (const [token, code] of refusals) {
      expect(await peer.send({ type: 'auth', token }).next('error')).toMatchObject({ code });
    }
    await peer.nothingMore();
  });

  test('contract 10: a fresh token that allows less ends what it no longer allows', async () => {
    const [owner, name, shared] = ['user', 'user', 'org'].map((kind) => `${kind}-${randomUUID()}`);
    // Who made the org belongs to it for good; the next one by the token alone.
    await engine.token(`${owner}`, shared);
    const member = await engine.token(`${name}`, shared);
    const agent = await agentOf(member);
    const scope = `agent:${agent}`;
    const { lastSyncId } = await cursorOf(member, scope);
    const peer = (await connected(member.token)).subscribe(scope, lastSyncId);
    await peer.next('subscribed');
    const { token } = await engine.token(`${name}`, `org-${randomUUID()}`);
    await peer.send({ type: 'auth', token }).next('authenticated');
    expect(await peer.next('error')).toMatchObject({ code: 'forbidden', scope, retryable: false });
    await say(member, agent, 'secret');
    await peer.nothingMore();
  });

  const scope = 'org:0199a1b2-0000-7000-8000-000000000001';
  const refused: [object | string, string][] = [
    ['nonsense', 'frame_malformed'],
    ['[]', 'frame_malformed'],
    [{}, 'frame_malformed'],
    [{ type: 'dance' }, 'frame_unknown_type'],
    [{ type: 'ping', extra: 1 }, 'unknown_field'],
    [{ type: 'subscribe', scope }, 'invalid_value'],
    [{ type: 'subscribe', scope, lastSyncId: -1 }, 'invalid_value'],
    [{ type: 'subscribe', scope, lastSyncId: 1, models: [] }, 'invalid_value'],
    [{ type: 'subscribe', scope, lastSyncId: 1, epoch: 'x' }, 'invalid_value'],
    [{ type: 'subscribe', scope: 'everything', lastSyncId: 1 }, 'scope_invalid'],
    [{ type: 'unsubscribe' }, 'invalid_value'],
    [{ type: 'auth' }, 'invalid_value'],
  ];

  test('says what is wrong with a frame, and lives', async () => {
    const peer = await connected((await person()).token);
    for (const [frame, code] of refused) {
      const error = await peer.send(frame).next('error');
      expect(error, JSON.stringify(frame)).toMatchObject({ code, retryable: false });
      expect(error.message).toMatch(/./);
    }
    peer.socket.send(Buffer.from('{"type":"ping"}'), { binary: true });
    expect(await peer.next('error')).toMatchObject({ code: 'frame_binary' });
    await peer.nothingMore();
  });

  test('closes with 1009 after a frame that is too large', async () => {
    const peer = await connected((await person()).token);
    await peer.send(`{"type":"ping"}${' '.repeat(60_000)}`).next('pong');
    peer.send(`{"type":"ping"}${' '.repeat(70_000)}`);
    expect(await peer.next('error')).toMatchObject({ code: 'payload_too_large' });
    expect((await peer.closed).code).toBe(1009);
  });
});

test('contract 4, 7: over sockets that break again and again every event comes, none is missing', async () => {
  const MESSAGES = 400;
  const who = await person();
  const agent = await agentOf(who);
  const scope = `agent:${agent}`;
  const { lastSyncId: start, epoch } = await cursorOf(who, scope);
  const written = new Set<string>();
  const writer = (async () => {
    for (let number = 0; number < MESSAGES; number += 4) {
      const some = await Promise.all([0, 1, 2, 3].map((each) => say(who, agent, `${number + each}`)));
      for (const { id } of some) written.add(id);
    }
    return null;
  })();

  const applied: SyncEvent[] = [];
  let cursor = start;
  const resume = async () => (await connected(who.token)).subscribe(scope, cursor, { epoch });
  /** The cursor after a frame is its `latestSyncId`, and that is where to go on. */
  const take = (frame: Frame) => {
    if (frame.type === 'delta') applied.push(...(frame.events as SyncEvent[]));
    else expect(frame.type).toBe('subscribed');
    cursor = frame.latestSyncId as number;
  };
  let breaks = 0;
  while (written.size < MESSAGES) {
    const peer = await resume();
    for (let left = 1 + (breaks % 12); left > 0; left--) {
      const frame = await Promise.race([peer.receive(), writer]);
      if (frame === null) break;
      take(frame);
    }
    // What arrives from here on was never applied, and has to come again.
    await peer.terminate();
    breaks += 1;
  }
  const peer = await resume();
  while (applied.length < MESSAGES) take(await peer.receive());
  expect(breaks).toBeGreaterThan(3);
  expectChain(applied, start);
  expect(applied).toHaveLength(MESSAGES);
  expect(new Set(applied.map(({ model_id }) => model_id))).toEqual(written);
});
