import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AgentSync, AgentSyncOptions } from '../src/agent-sync.js';
import type { MutationName } from '../src/mutations.js';
import { type Known, plan } from '../src/plans.js';
import { compareTimestamps } from '../src/time.js';
import { agentId, connect, contents, live, record, until } from './client.js';
import { type Call, refusal } from './engine.js';
import { TestServer } from './server.js';
import { agentIds, agentScope, orgId, orgScope } from './world.js';

let server: TestServer;
let sync: AgentSync;

beforeEach(async () => {
  server = await TestServer.start();
});

afterEach(async () => {
  sync.close();
  await server.stop();
});

async function start(options: Partial<AgentSyncOptions> = {}) {
  sync = connect(server.url, options);
  const chat = sync.scope(agentScope);
  chat.open();
  await live(chat);
  return chat;
}

const mutations = (calls: readonly Call[]) => calls.filter(({ path }) => path.startsWith('/api/'));

/** A door: whoever waits at it goes on once it is opened. */
function door(): { wait: Promise<void>; open: () => void } {
  let open = () => {};
  const wait = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { wait, open };
}

describe('a mutation', () => {
  it('shows at once, gives the record, and gives way to its own event without a flicker', async () => {
    const chat = await start();
    const states = record(chat);
    const posted = chat.mutations.postMessage({ content: 'mine' });
    expect(contents(chat)).toEqual(['mine']);
    expect(sync.pending.getState()).toMatchObject([{ name: 'postMessage', status: 'sending', attempts: 1 }]);
    const message = await posted;
    expect(message).toMatchObject({ agent_id: agentId, role: 'user', content: 'mine' });
    await until(chat.store, ({ overlays }) => overlays.length === 0);
    expect(chat.store.getState().models.Message.get(message.id)).toEqual(message);
    expect(states.slice(1).every((state) => state.join() === 'mine')).toBe(true);
    expect(sync.pending.getState()).toEqual([]);
  });

  it('shows in all scopes that it concerns', async () => {
    const chat = await start();
    const org = sync.scope(orgScope);
    org.open();
    await live(org);
    const posted = sync.mutate.postMessage({ agent_id: agentId, content: 'mine' });
    expect([contents(chat), contents(org)]).toEqual([['mine'], ['mine']]);
    await posted;
    await until(chat.store, ({ overlays }) => overlays.length === 0);
    await until(org.store, ({ overlays }) => overlays.length === 0);
    expect([contents(chat), contents(org)]).toEqual([['mine'], ['mine']]);
  });

  it('whose answer is lost is sent again with its key and takes effect once', async () => {
    const chat = await start();
    let cuts = 0;
    server.react = ({ method }) =>
      method === 'POST' && cuts++ < 2 ? (cuts === 1 ? 'do, then cut' : 'cut') : undefined;
    const message = await chat.mutations.postMessage({ content: 'once' });
    const calls = mutations(server.calls);
    expect(calls).toHaveLength(3);
    expect(new Set(calls.map(({ key }) => key)).size).toBe(1);
    await until(chat.store, ({ overlays }) => overlays.length === 0);
    expect(contents(chat)).toEqual(['once']);
    expect(message.content).toBe('once');
  });

  it('whose event comes before its answer is confirmed by the event', async () => {
    const chat = await start();
    const answer = door();
    server.beforeAnswer = ({ method }) => (method === 'POST' ? answer.wait : undefined);
    const posted = chat.mutations.postMessage({ content: 'early' });
    await until(chat.store, ({ overlays, models }) => overlays.length === 0 && models.Message.size === 1);
    expect(sync.pending.getState()).toHaveLength(1);
    answer.open();
    await posted;
    expect(contents(chat)).toEqual(['early']);
  });

  it('keeps its order with those of the same entity, and others go ahead', async () => {
    const chat = await start();
    const [one, two] = await Promise.all([
      chat.mutations.postMessage({ content: 'one' }),
      chat.mutations.postMessage({ content: 'two' }),
    ]);
    const first = door();
    server.react = ({ body }) =>
      body['content'] === 'one, again' ? first.wait.then(() => undefined) : undefined;
    const edits = [
      chat.mutations.editMessage({ id: one.id, content: 'one, again' }),
      chat.mutations.editMessage({ id: one.id, content: 'one, at last' }),
    ];
    await chat.mutations.editMessage({ id: two.id, content: 'two, meanwhile' });
    expect(contents(chat)).toEqual(['one, at last', 'two, meanwhile']);
    expect(sync.pending.getState().map(({ status }) => status)).toEqual(['sending', 'queued']);
    first.open();
    await Promise.all(edits);
    const sent = mutations(server.calls).map(({ body }) => body['content']);
    expect(sent).toEqual(['one', 'two', 'one, again', 'two, meanwhile', 'one, at last']);
    await until(chat.store, ({ overlays }) => overlays.length === 0);
    expect(contents(chat)).toEqual(['one, at last', 'two, meanwhile']);
  });

  it('that is refused is taken back and says why; those after it go on', async () => {
    const refused: string[] = [];
    const chat = await start({ onRefused: ({ code }, { name }) => refused.push(`${name} ${code}`) });
    const bad = chat.mutations.postMessage({ content: '' });
    const good = chat.mutations.postMessage({ content: 'good' });
    expect(contents(chat)).toEqual(['', 'good']);
    await expect(bad).rejects.toMatchObject({
      name: 'SyncProblem',
      code: 'text_empty',
      status: 422,
      retryable: false,
    });
    expect(contents(chat)).toEqual(['good']);
    await good;
    expect(refused).toEqual(['postMessage text_empty']);
    expect(mutations(server.calls)).toHaveLength(2);
  });

  it('that the server can not take now is tried again, but not for ever', async () => {
    const chat = await start({ limits: { mutationAttemptsMax: 3 } });
    let failures = 0;
    server.react = ({ method }) =>
      method === 'POST' && failures++ < 2 ? refusal(503, 'overloaded', true) : undefined;
    await chat.mutations.postMessage({ content: 'later' });
    expect(failures).toBe(3);
    server.react = ({ method }) => (method === 'POST' ? refusal(500, 'internal', true) : undefined);
    await expect(chat.mutations.postMessage({ content: 'never' })).rejects.toMatchObject({
      code: 'internal',
    });
    expect(contents(chat)).toEqual(['later']);
  });

  it('that changes nothing leaves nothing behind that would hide what others do', async () => {
    const chat = await start();
    const name = () => chat.store.getState().models.Agent.get(agentId)?.name;
    await chat.mutations.renameAgent({ id: agentId, name: 'Ada' });
    await until(chat.store, ({ overlays }) => overlays.length === 0);
    server.change({ model: 'Agent', id: agentId, action: 'update', fields: { name: 'Grace' } });
    await until(chat.store, () => name() === 'Grace');
  });

  it('that is durable but not yet visible is asked for again until it is', async () => {
    const chat = await start();
    let early = true;
    const record = { id: 'later', agent_id: agentId, content: 'later' };
    server.react = ({ method }) => (method === 'POST' && early ? { status: 202, body: record } : undefined);
    await expect(chat.mutations.postMessage({ content: 'later' })).resolves.toMatchObject(record);
    expect(sync.pending.getState()).toEqual([]);
    expect(chat.store.getState().overlays).toHaveLength(1);
    early = false;
    await until(chat.store, ({ overlays }) => overlays.length === 0);
    expect(contents(chat)).toEqual(['later']);
    expect(new Set(mutations(server.calls).map(({ key }) => key)).size).toBe(1);
  });

  it('is kept when no token is accepted, and sent with the next', async () => {
    const chat = await start({ token: async () => `token-${Date.now()}` });
    server.accepts = () => false;
    const posted = chat.mutations.postMessage({ content: 'kept' });
    await until(sync.connection, ({ status }) => status === 'unauthorized');
    expect(contents(chat)).toEqual(['kept']);
    server.accepts = () => true;
    sync.retry();
    await posted;
  });

  it('that opens an account shows it under an id of its own, then the one account, never none or two', async () => {
    const chat = await start();
    const shown: string[][] = [];
    chat.store.subscribe(({ models }) => shown.push(models.Account.inOrder().map(({ id }) => id)));
    const account = await chat.mutations.openAccount({ currency: 'USD' });
    expect(account.id).toBe(`account of ${agentId}`);
    await until(chat.store, ({ overlays }) => overlays.length === 0);
    expect(shown.every((ids) => ids.length === 1)).toBe(true);
    expect(shown.at(-1)).toEqual([account.id]);
  });

  it('that takes a code change a step further shows the step at once, and takes a refused one back', async () => {
    const chat = await start();
    const status = () => chat.store.getState().models.CodeChange.byAgent(agentId)[0]?.status;
    const proposed = chat.mutations.proposeChange({ title: 'Mend it', diff: '--- a\n+++ b\n' });
    expect(status()).toBe('proposed');
    const { id } = await proposed;
    const accepted = chat.mutations.acceptChange({ id });
    expect(status()).toBe('accepted');
    await accepted;
    server.react = ({ path }) => (path.endsWith('/apply') ? refusal(409, 'illegal_step') : undefined);
    const applied = chat.mutations.applyChange({ id });
    expect(status()).toBe('applied');
    await expect(applied).rejects.toMatchObject({ code: 'illegal_step' });
    expect(status()).toBe('accepted');
    expect(chat.store.getState().timelines.of(agentId)).toMatchObject([{ model: 'CodeChange', row: { id } }]);
  });

  it('that makes an agent lets one open its scope at once', async () => {
    await start();
    const created = sync.mutate.createAgent({ id: agentIds[1], org_id: orgId, name: 'Grace' });
    const scope = sync.scope(`agent:${agentIds[1]}`);
    const statuses = new Set<string>();
    scope.connection.subscribe(({ status }) => statuses.add(status));
    scope.open();
    expect(scope.store.getState().ready).toBe(false);
    await created;
    await live(scope);
    expect(scope.store.getState().models.Agent.get(agentIds[1])?.name).toBe('Grace');
    expect(statuses).not.toContain('refused');
  });
});

describe('mutations of a scope', () => {
  it('fill in what the scope tells, and say what it does not', async () => {
    await start();
    const org = sync.scope(orgScope);
    await org.mutations.createAgent({ id: agentIds[1], name: 'Grace' });
    await org.mutations.postMessage({ agent_id: agentId, content: 'by org' });
    await expect(org.mutations.postMessage({ content: 'to whom?' })).rejects.toMatchObject({
      code: 'invalid_value',
      field: 'agent_id',
    });
    const bodies = mutations(server.calls).map(({ body }) => body);
    expect(bodies).toMatchObject([
      { org_id: orgId, name: 'Grace' },
      { agent_id: agentId, content: 'by org' },
    ]);
  });
});

describe('plan', () => {
  const known: Known = {
    nowMs: Date.UTC(2026, 0, 1),
    row: () => undefined,
    newest: () => '2026-06-01T00:00:00.123456Z',
  };

  it.each<[MutationName, object, string, string, object | undefined]>([
    ['createOrg', { id: 'o', name: 'n' }, 'POST', '/api/org', { id: 'o', name: 'n' }],
    [
      'createAgent',
      { id: 'a', org_id: 'o', name: 'n' },
      'POST',
      '/api/agent',
      { id: 'a', org_id: 'o', name: 'n' },
    ],
    ['renameAgent', { id: 'a', name: 'n' }, 'PATCH', '/api/agent/a', { name: 'n' }],
    ['retireAgent', { id: 'a' }, 'POST', '/api/agent/a/retire', undefined],
    [
      'postMessage',
      { id: 'm', agent_id: 'a', content: 'c' },
      'POST',
      '/api/message',
      { id: 'm', agent_id: 'a', role: 'user', content: 'c' },
    ],
    ['editMessage', { id: 'm', content: 'c' }, 'PATCH', '/api/message/m', { content: 'c' }],
    ['deleteMessage', { id: 'm/1' }, 'DELETE', '/api/message/m%2F1', undefined],
    [
      'recordStep',
      { id: 's', agent_id: 'a', thought: 't' },
      'POST',
      '/api/reasoning',
      { id: 's', agent_id: 'a', thought: 't', action: '' },
    ],
    ['observeStep', { id: 's', observation: 'o' }, 'PATCH', '/api/reasoning/s', { observation: 'o' }],
    [
      'proposeChange',
      { id: 'c', agent_id: 'a', title: 't', diff: 'd' },
      'POST',
      '/api/code-change',
      { id: 'c', agent_id: 'a', title: 't', base_revision: '', diff: 'd' },
    ],
    ['acceptChange', { id: 'c' }, 'POST', '/api/code-change/c/accept', {}],
    ['rejectChange', { id: 'c', reason: 'r' }, 'POST', '/api/code-change/c/reject', { reason: 'r' }],
    ['applyChange', { id: 'c' }, 'POST', '/api/code-change/c/apply', {}],
    ['revertChange', { id: 'c', reason: 'r' }, 'POST', '/api/code-change/c/revert', { reason: 'r' }],
    [
      'openAccount',
      { agent_id: 'a', currency: 'SAT' },
      'POST',
      '/api/account',
      { agent_id: 'a', currency: 'SAT' },
    ],
    [
      'deposit',
      { id: 'p', account_id: 'x', amount: 5, memo: 'm' },
      'POST',
      '/api/account/x/deposit',
      { id: 'p', amount: 5, memo: 'm' },
    ],
    [
      'withdraw',
      { id: 'p', account_id: 'x', amount: 5 },
      'POST',
      '/api/account/x/withdraw',
      { id: 'p', amount: 5 },
    ],
    [
      'requestPayment',
      { id: 'p', from_account_id: 'x', to_account_id: 'y', amount: 5, currency: 'USD' },
      'POST',
      '/api/payment',
      { id: 'p', from_account_id: 'x', to_account_id: 'y', amount: 5, currency: 'USD' },
    ],
    [
      'reservePayment',
      { id: 'p', expires_in_seconds: 9 },
      'POST',
      '/api/payment/p/reserve',
      { expires_in_seconds: 9 },
    ],
    ['settlePayment', { id: 'p' }, 'POST', '/api/payment/p/settle', {}],
    ['failPayment', { id: 'p', reason: 'r' }, 'POST', '/api/payment/p/fail', { reason: 'r' }],
    ['refundPayment', { id: 'p', amount: 2 }, 'POST', '/api/payment/p/refund', { amount: 2 }],
  ])('of %s sends what the server takes', (name, request, method, path, body) => {
    const { call } = plan(name, request as never, known);
    expect([call.method, call.path]).toEqual([method, path]);
    expect(call.body === undefined ? undefined : JSON.parse(JSON.stringify(call.body))).toEqual(body);
  });

  it('puts what was just said at the end, also when the clock here is behind', () => {
    const { data } = plan('postMessage', { agent_id: 'a', content: 'c' }, known);
    expect(compareTimestamps(String(data?.['created_at']), known.newest('a') ?? '')).toBe(1);
  });

  it('of a payment shows it to both agents, after what happened to their accounts before', () => {
    const account = (id: string) => ({ id, org_id: 'o', agent_id: `agent of ${id}`, currency: 'USD' });
    const withAccounts: Known = {
      ...known,
      row: (_, id) => (id === '' ? undefined : (account(id) as never)),
    };
    const request = { from_account_id: 'x', to_account_id: 'y', amount: 5, currency: 'USD' };
    expect(plan('requestPayment', request, withAccounts)).toMatchObject({
      entities: [expect.any(String), 'x', 'y'],
      data: {
        org_id: 'o',
        from_agent_id: 'agent of x',
        to_agent_id: 'agent of y',
        status: 'requested',
        memo: '',
      },
    });
    const { data } = plan('deposit', { account_id: 'x', amount: 5 }, withAccounts);
    expect(data).toMatchObject({
      kind: 'deposit',
      currency: 'USD',
      status: 'settled',
      to_agent_id: 'agent of x',
    });
  });

  it.each([
    [{ amount: 2 }, { status: 'settled', refunded: 5 }],
    [{ amount: 7 }, { status: 'refunded', refunded: 10 }],
    [{}, { status: 'refunded', refunded: 10 }],
  ])('of a refund of %o tells what is refunded then', (asked, data) => {
    const row = { amount: 10, refunded: 3, from_account_id: 'x', to_account_id: 'y' } as never;
    const refund = plan('refundPayment', { id: 'p', ...asked }, { ...known, row: () => row });
    expect(refund).toMatchObject({ data, entities: ['p', 'x', 'y'] });
  });
});
