import { describe, expect, it } from 'vitest';
import { auditOf } from '../src/audit.js';
import { createAgentSync, selectAgents, selectMessages } from '../src/core.js';

const AGENT = 'a1';
const row = (id: string, more = {}) => ({ id, created_at: '1', updated_at: '1', ...more });

/** Answers what is asked for by path; remembers what was asked. */
function server(answers: Record<string, unknown>) {
  const asked: string[] = [];
  const fetch = async (input: string) => {
    const url = new URL(input);
    asked.push(url.pathname + url.search);
    const scope = url.searchParams.get('scope');
    const body = answers[scope === null ? url.pathname : `${url.pathname} ${scope}`];
    return body === undefined
      ? Response.json(
          { code: 'gone', detail: 'Too long ago.', retryable: false, status: 410, oldestTime: '7' },
          { status: 410 },
        )
      : Response.json(body);
  };
  const sync = createAgentSync({ token: 't', baseUrl: 'http://server', fetch });
  return { asked, sync };
}

const snapshot = (models: object) => ({ models, lastSyncId: 42, epoch: 'e' });

describe('the past', () => {
  it('is a scope as it was: whole, still, and not to be changed', async () => {
    const { asked, sync } = server({
      '/sync/bootstrap agent:a1': snapshot({
        Agents: [row(AGENT, { name: 'Ada' })],
        Messages: [row('m1', { agent_id: AGENT })],
      }),
    });
    const past = await auditOf(sync).past('agent:a1', '2026-01-01T00:00:00Z');
    expect(asked).toEqual(['/sync/bootstrap?scope=agent%3Aa1&asOf=2026-01-01T00%3A00%3A00Z']);

    const state = await past.scope('agent:a1').ready();
    expect(state.lastSyncId).toBe(42);
    expect(selectMessages(AGENT)(state).map(({ id }) => id)).toEqual(['m1']);
    expect(past.connection.getState().status).toBe('closed');
    await expect(past.mutate.deleteMessage({ id: 'm1' })).rejects.toMatchObject({ code: 'closed' });
    expect(past.pending.getState()).toEqual([]);
    sync.close();
  });

  it('has what is around it at the same moment, under whatever name it is asked for', async () => {
    const { asked, sync } = server({
      '/sync/bootstrap agent:a1': snapshot({ Agents: [row(AGENT)], Messages: [] }),
      '/sync/bootstrap org:o1': snapshot({ Agents: [row(AGENT), row('a2')] }),
    });
    const past = await auditOf(sync).past('agent:a1', 42, { scope: 'org:o1', models: ['Agent'] });
    expect(asked[1]).toBe('/sync/bootstrap?scope=org%3Ao1&models=Agent&asOf=42&epoch=e');
    const state = past.scope('org:o1').store.getState();
    expect(state.scope).toBe('org:o1');
    expect(selectAgents(state)).toHaveLength(2);
    sync.close();
  });

  it('that is gone says which is the oldest moment', async () => {
    const { sync } = server({});
    await expect(auditOf(sync).past('agent:a1', 1)).rejects.toMatchObject({ code: 'gone', oldestTime: '7' });
    sync.close();
  });
});

it('asks for histories page by page, and for traces by any id', async () => {
  const { asked, sync } = server({ '/audit/Message/m1': { entries: [] }, '/audit/trace': { events: [] } });
  await auditOf(sync).history('Message', 'm1', { order: 'newest', cursor: 7 });
  await auditOf(sync).trace('a/b c');
  expect(asked).toEqual(['/audit/Message/m1?order=newest&cursor=7', '/audit/trace?mutationId=a%2Fb+c']);
  sync.close();
});

describe('an export', () => {
  it('is a whole file, a problem, or nothing', async () => {
    const { asked, sync } = server({
      '/audit/export agent:a1': { end: true, events: 1 },
      '/audit/export agent:a2': { index: 1 },
    });
    const audit = auditOf(sync);
    const file = await audit.export('agent:a1', 'jsonl');
    expect(await file.text()).toBe('{"end":true,"events":1}');
    expect(asked).toEqual(['/audit/export?scope=agent%3Aa1&format=jsonl']);
    await expect(audit.export('agent:a2', 'csv')).rejects.toMatchObject({ code: 'bad_answer' });
    await expect(audit.export('agent:a3', 'csv')).rejects.toMatchObject({ code: 'gone' });
  });
});
