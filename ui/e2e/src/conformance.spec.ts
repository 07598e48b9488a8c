import { randomUUID } from 'node:crypto';
import type { Engine } from './engine';
import type { Frame, SyncEvent } from './peer';
import { People } from './people';
import { expect, test } from './shared';

/** Following a scope as docs/SPEC.md says, by a client that shares no code with this project's. */

let engine: Engine;
let people: People;

test.beforeAll(({ engine: shared }) => {
  engine = shared;
  people = new People(engine);
});

test.afterEach(async () => {
  await people.hangUp();
});

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

test.describe('a subscription', () => {
  test('contract 5: from 0 brings all rows in parts, then what follows', async () => {
    const who = await people.one();
    const agent = await people.agentOf(who);
    const scope = `agent:${agent}`;
    for (let number = 0; number < 10; number++)
      await people.say(who, agent, `${number} ${'x'.repeat(60_000)}`);
    const expected = await people.get(who, `/sync/bootstrap?scope=${scope}`);

    const peer = (await people.connect(who.token)).subscribe(scope, 0);
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

    const message = await people.say(who, agent, 'live');
    const events = await peer.events(1);
    expect(events[0]).toMatchObject({ scope, model: 'Message', model_id: message.id, action: 'insert' });
    expect(events[0]?.data).toEqual(message);
    expectChain(events, subscribed.latestSyncId as number);
  });

  test('contract 4, 7: from a cursor brings what was missed, then what happens, once and in order', async () => {
    const who = await people.one();
    const agent = await people.agentOf(who);
    const scope = `org:${who.orgId}`;
    const { lastSyncId, epoch } = await people.cursorOf(who, scope);
    const missed = [await people.say(who, agent, 'one'), await people.say(who, agent, 'two')];
    const peer = (await people.connect(who.token)).subscribe(scope, lastSyncId, { epoch });
    const events = await peer.events(2);
    expect(await peer.next('subscribed')).toMatchObject({ scope, epoch });
    const live = await people.say(who, agent, 'three');
    const [event] = await peer.events(1);
    expect([...events, event].map((each) => each?.model_id)).toEqual([...missed, live].map(({ id }) => id));
    expectChain([...events, event as SyncEvent], lastSyncId);
    const { events: logged } = await people.get(who, `/sync/delta?scope=${scope}&lastSyncId=${lastSyncId}`);
    expect([...events, event]).toEqual(logged);
    await peer.nothingMore();
  });

  test('again for an active scope starts over from the new cursor', async () => {
    const who = await people.one();
    const agent = await people.agentOf(who);
    const scope = `agent:${agent}`;
    const { lastSyncId } = await people.cursorOf(who, scope);
    await people.say(who, agent, 'one');
    const peer = (await people.connect(who.token)).subscribe(scope, lastSyncId);
    const first = await peer.events(1);
    await peer.next('subscribed');
    peer.subscribe(scope, lastSyncId);
    expect(await peer.events(1)).toEqual(first);
    await peer.next('subscribed');
    await peer.nothingMore();
  });

  test('with models brings no others', async () => {
    const who = await people.one();
    const agent = await people.agentOf(who);
    const scope = `agent:${agent}`;
    const { lastSyncId } = await people.cursorOf(who, scope);
    await people.say(who, agent, 'not wanted');
    const peer = (await people.connect(who.token)).subscribe(scope, lastSyncId, {
      models: ['ReasoningStep'],
    });
    await peer.next('subscribed');
    await people.say(who, agent, 'not wanted either');
    const step = await engine.post(who.token, '/api/reasoning', { agent_id: agent, thought: 'wanted' });
    const events = await peer.events(1);
    expect(events.map(({ model_id }) => model_id)).toEqual([step.id]);
    await peer.nothingMore();
  });

  test('ends with unsubscribe', async () => {
    const who = await people.one();
    const agent = await people.agentOf(who);
    const scope = `agent:${agent}`;
    const { lastSyncId } = await people.cursorOf(who, scope);
    const peer = (await people.connect(who.token)).subscribe(scope, lastSyncId);
    await peer.next('subscribed');
    expect(await peer.send({ type: 'unsubscribe', scope }).next('unsubscribed')).toMatchObject({ scope });
    await people.say(who, agent, 'unheard');
    await peer.nothingMore();
  });

  test('contract 10: of a foreign or unknown scope is refused', async () => {
    const [who, other] = [await people.one(), await people.one()];
    const scope = `agent:${await people.agentOf(other)}`;
    const unknown = `org:${randomUUID()}`;
    const peer = await people.connect(who.token);
    const refused = { retryable: false, message: expect.stringMatching(/./) };
    for (const lastSyncId of [0, 1]) {
      const error = await peer.subscribe(scope, lastSyncId).next('error');
      expect(error).toMatchObject({ ...refused, code: 'forbidden', scope });
    }
    const error = await peer.subscribe(unknown, 1).next('error');
    expect(error).toMatchObject({ ...refused, code: 'scope_unknown', scope: unknown });
  });

  test('contract 8: whose cursor can not be caught up is told why and what next', async () => {
    const who = await people.one();
    const scope = `agent:${await people.agentOf(who)}`;
    const { lastSyncId } = await people.cursorOf(who, scope);
    const peer = await people.connect(who.token);
    const ahead = await peer.subscribe(scope, lastSyncId + 1_000_000).next('resync');
    expect(ahead).toMatchObject({ scope, reason: 'ahead', next: 'bootstrap' });
    const epoch = await peer.subscribe(scope, lastSyncId, { epoch: randomUUID() }).next('resync');
    expect(epoch).toMatchObject({ scope, reason: 'epoch', next: 'bootstrap' });
    await peer.nothingMore();
    await peer.subscribe(scope, lastSyncId).next('subscribed');
  });

  test('is one of at most 100 on a socket', async () => {
    const who = await people.one();
    const agents = await Promise.all(Array.from({ length: 101 }, () => people.agentOf(who)));
    const { lastSyncId } = await people.cursorOf(who, `org:${who.orgId}`);
    const peer = await people.connect(who.token);
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

test('contract 4, 7: over sockets that break again and again every event comes, none is missing', async () => {
  const MESSAGES = 400;
  const who = await people.one();
  const agent = await people.agentOf(who);
  const scope = `agent:${agent}`;
  const { lastSyncId: start, epoch } = await people.cursorOf(who, scope);
  const written = new Set<string>();
  const writer = (async () => {
    for (let number = 0; number < MESSAGES; number += 4) {
      const some = await Promise.all([0, 1, 2, 3].map((each) => people.say(who, agent, `${number + each}`)));
      for (const { id } of some) written.add(id);
    }
    return null;
  })();

  const applied: SyncEvent[] = [];
  let cursor = start;
  const resume = async () => (await people.connect(who.token)).subscribe(scope, cursor, { epoch });
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
