import { randomUUID } from 'node:crypto';
import type { Engine } from './engine';
import { Peer } from './peer';
import { People } from './people';
import { expect, test } from './shared';

/** Sockets and frames as docs/SPEC.md says, by a client that shares no code with this project's. */

let engine: Engine;
let people: People;

test.beforeAll(({ engine: shared }) => {
  engine = shared;
  people = new People(engine);
});

test.afterEach(async () => {
  await people.hangUp();
});

test.describe('the handshake', () => {
  test('selects agentsync.v1 and takes the token from the other subprotocol', async () => {
    const { token } = await people.one();
    expect((await people.connect(token)).socket.protocol).toBe('agentsync.v1');
  });

  test('takes a header and no subprotocol', async () => {
    const { token } = await people.one();
    const headers = { authorization: `Bearer ${token}` };
    const peer = people.keep(await Peer.offering(engine, [], { headers }));
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
    const { token } = await people.one();
    const headers = { authorization: `Bearer ${token}` };
    const { status, problem } = await Peer.refusal(engine, ['agentsync.v9'], { headers });
    expect([status, problem.code]).toEqual([400, 'invalid_value']);
  });
});

test.describe('the socket', () => {
  test('answers pings, of the protocol and of WebSocket', async () => {
    const peer = await people.connect((await people.one()).token);
    await peer.nothingMore();
    const pong = new Promise((resolve) => peer.socket.once('pong', resolve));
    peer.socket.ping();
    await pong;
  });

  test('takes a fresh token of the same subject, and no other', async () => {
    const [name, org] = [`user-${randomUUID()}`, `org-${randomUUID()}`];
    const peer = await people.connect((await engine.token(name, org)).token);
    const fresh = await engine.token(name, org);
    const { expiresAt } = await peer.send({ type: 'auth', token: fresh.token }).next('authenticated');
    expect(Date.parse(expiresAt as string)).toBeGreaterThan(Date.now());
    const refusals = [
      [(await people.one()).token, 'forbidden'],
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
    const agent = await people.agentOf(member);
    const scope = `agent:${agent}`;
    const { lastSyncId } = await people.cursorOf(member, scope);
    const peer = (await people.connect(member.token)).subscribe(scope, lastSyncId);
    await peer.next('subscribed');
    const { token } = await engine.token(`${name}`, `org-${randomUUID()}`);
    await peer.send({ type: 'auth', token }).next('authenticated');
    expect(await peer.next('error')).toMatchObject({ code: 'forbidden', scope, retryable: false });
    await people.say(member, agent, 'secret');
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
    const peer = await people.connect((await people.one()).token);
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
    const peer = await people.connect((await people.one()).token);
    await peer.send(`{"type":"ping"}${' '.repeat(60_000)}`).next('pong');
    peer.send(`{"type":"ping"}${' '.repeat(70_000)}`);
    expect(await peer.next('error')).toMatchObject({ code: 'payload_too_large' });
    expect((await peer.closed).code).toBe(1009);
  });
});
