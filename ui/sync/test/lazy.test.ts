import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AgentSync, AgentSyncOptions } from '../src/agent-sync.js';
import type { Http } from '../src/http.js';
import { lazyModels } from '../src/lazy.js';
import { defaultLimits } from '../src/limits.js';
import { type ModelName, modelNames, type Row } from '../src/model.js';
import type { Overlay } from '../src/overlay.js';
import { type Line, linesOf } from '../src/replica.js';
import { ScopeStore, type SyncState } from '../src/scope-store.js';
import type { Trailer } from '../src/stream.js';
import { agentId, connect, live, until } from './client.js';
import { TestServer } from './server.js';
import { agentScope, type Change, World } from './world.js';

const lazy: readonly ModelName[] = ['Message', 'CodeChange'];

const change: fc.Arbitrary<Change> = fc.record({
  model: fc.constantFrom('Agent', 'Message', 'CodeChange'),
  id: fc.constantFrom('one', 'two', 'three'),
  action: fc.constantFrom('insert', 'insert', 'update', 'update', 'delete'),
  fields: fc.record({ content: fc.string({ maxLength: 2 }) }),
});

type Op =
  | { do: 'happen'; change: Change }
  | { do: 'deliver'; count: number }
  | { do: 'read'; model: ModelName }
  | { do: 'serve' }
  | { do: 'answer'; fail: boolean }
  | { do: 'reload' }
  | { do: 'mutate'; id: string };

const op: fc.Arbitrary<Op> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('happen' as const), change }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('deliver' as const), count: fc.integer({ min: 1, max: 3 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('read' as const), model: fc.constantFrom(...lazy) }),
  },
  fc.record({ do: fc.constant('serve' as const) }),
  { weight: 2, arbitrary: fc.record({ do: fc.constant('answer' as const), fail: fc.boolean() }) },
  fc.record({ do: fc.constant('reload' as const) }),
  fc.record({ do: fc.constant('mutate' as const), id: fc.constantFrom('mine', 'one') }),
);

interface Asked {
  readonly models: readonly string[];
  readonly take: (lines: readonly Line[]) => void;
  readonly resolve: (trailer: Trailer) => void;
  readonly reject: (problem: unknown) => void;
  served: { lines: Line[]; trailer: Trailer } | null;
}

/** A scope whose events and answers come when a test says so. */
class Stage {
  readonly world = new World(agentScope);
  readonly asked: Asked[] = [];
  readonly overlays: Overlay[] = [];
  cursor = 0;
  readonly rows: ScopeStore;

  constructor() {
    this.world.commit({ model: 'Agent', id: 'first', action: 'insert', fields: {} });
    const rows = (call: { path: string }, take: Asked['take']) =>
      new Promise<Trailer>((resolve, reject) => {
        const models = new URLSearchParams(call.path.split('?')[1]).get('models')?.split(',') ?? [];
        this.asked.push({ models, take, resolve, reject, served: null });
      });
    const shared = { pending: () => this.overlays, refused: () => undefined };
    this.rows = new ScopeStore(agentScope, {
      ...defaultLimits,
      ...shared,
      renderIntervalMs: 0,
      lazy: lazyModels(() => lazy)(agentScope, {
        ...shared,
        http: { rows } as unknown as Http,
        limits: { ...defaultLimits, retryDelayBaseMs: 0 },
        nudge: () => undefined,
      }),
      onChange: () => undefined,
    });
    this.reload();
  }

  reload(): void {
    const absent = this.rows.begin(true);
    const snapshot = this.world.snapshot();
    this.rows.part(linesOf(snapshot).filter(({ model }) => !absent.has(model as ModelName)));
    this.rows.finish(snapshot, true);
    this.cursor = snapshot.lastSyncId;
  }

  deliver(count: number): void {
    const events = this.world.between(this.cursor).slice(0, count);
    this.cursor = events.at(-1)?.id ?? this.world.head;
    this.rows.apply(events, this.cursor);
  }

  /** The server reads what an answer will say; it comes later. */
  serve(): void {
    const asked = this.asked.find(({ served }) => served === null);
    if (asked) {
      const { lastSyncId, epoch, ...rest } = this.world.snapshot();
      const lines = linesOf(rest).filter(({ model }) => asked.models.includes(model));
      asked.served = { lines, trailer: { lastSyncId, epoch, rows: lines.length } };
    }
  }

  answer(fail: boolean): void {
    const asked = this.asked.shift();
    if (!asked) {
      return;
    }
    if (fail || asked.served === null) {
      asked.reject({ code: 'network', detail: '', retryable: true, status: 0 });
      return;
    }
    asked.take(asked.served.lines);
    asked.resolve(asked.served.trailer);
  }

  read(model: ModelName): number {
    return this.rows.store.getState().models[model].size;
  }

  mutate(id: string): void {
    const row = { id, agent_id: agentId, org_id: 'o', created_at: '9', updated_at: '9' };
    const overlay: Overlay = {
      mutationId: `of-${id}-${this.overlays.length}`,
      model: 'Message',
      id,
      ...(id === 'mine' ? { action: 'insert', data: row } : { action: 'update', data: { content: 'mine' } }),
      syncId: null,
    };
    this.overlays.push(overlay);
  }
}

/** What is there of a model is what the server had at that moment, with own changes on top. */
function expectOneMoment(state: SyncState, stage: Stage): void {
  if (!state.ready) {
    return;
  }
  const at = stage.world.rowsAt(state.lastSyncId);
  for (const model of modelNames) {
    if (state.missing.includes(model)) {
      continue;
    }
    const expected = new Map<string, Row>();
    for (const [key, row] of at) {
      if (key.startsWith(`${model}:`)) {
        expected.set(row.id, row);
      }
    }
    for (const { id, action, data } of model === 'Message' ? state.overlays : []) {
      const row = expected.get(id);
      if (action === 'insert' ? row === undefined : row !== undefined) {
        expected.set(id, { ...row, ...data } as unknown as Row);
      }
    }
    const shown = new Map([...stage.rows.current.tables[model].values()].map((row) => [row.id, row as Row]));
    expect(shown).toEqual(expected);
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('models that load when they are first read', () => {
  it('contract 6: hold at each sync id what bootstrap would say there, whenever they come', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(op, { maxLength: 40, size: 'max' }), async (steps) => {
        const stage = new Stage();
        const check = (state: SyncState) => expectOneMoment(state, stage);
        const failures: unknown[] = [];
        stage.rows.store.subscribe((state) => {
          try {
            check(state);
          } catch (failure) {
            failures.push(failure);
          }
        });
        for (const step of steps) {
          switch (step.do) {
            case 'happen':
              stage.world.commit(step.change);
              break;
            case 'read':
              stage.read(step.model);
              break;
            case 'deliver':
              stage.deliver(step.count);
              break;
            case 'answer':
              stage.answer(step.fail);
              break;
            case 'mutate':
              stage.mutate(step.id);
              break;
            default:
              stage[step.do]();
          }
          await settled();
        }
        stage.read('Message');
        for (let round = 0; round < 8; round++) {
          await settled();
          stage.serve();
          stage.answer(false);
          await settled();
          stage.deliver(1_000);
        }
        expect(failures).toEqual([]);
        const state = stage.rows.store.getState();
        expect(state.missing).not.toContain('Message');
        expect(state.lastSyncId).toBe(stage.world.head);
        check(state);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a client with lazy models', () => {
  let server: TestServer;
  let sync: AgentSync;

  beforeEach(async () => {
    server = await TestServer.start();
    say('one');
  });

  afterEach(async () => {
    sync.close();
    await server.stop();
  });

  function say(id: string): void {
    server.change({ model: 'Message', id, action: 'insert', fields: { role: 'user', content: id } });
  }

  async function start(options: Partial<AgentSyncOptions> = {}) {
    sync = connect(server.url, { lazy: lazyModels(() => ['Message']), ...options });
    const chat = sync.scope(agentScope);
    chat.open();
    await live(chat);
    return chat;
  }

  const asked = () =>
    server.calls.filter(({ path }) => path === '/sync/bootstrap').map(({ query }) => query.get('models'));

  it('loads the rest first, and those when they are read, once', async () => {
    const chat = await start();
    expect(asked()).toEqual(['Org,Agent,ReasoningStep,CodeChange,Account,Payment,Posting']);
    expect(chat.store.getState()).toMatchObject({ ready: true, missing: ['Message'] });
    say('two');
    expect(chat.store.getState().models.Message.size).toBe(0);
    const state = await until(chat.store, ({ missing }) => missing.length === 0);
    expect(state.models.Message.byAgent(agentId).map(({ id }) => id)).toEqual(['one', 'two']);
    expect(asked()[1]).toBe('Message');
    say('three');
    await until(chat.store, ({ models }) => models.Message.size === 3);
    expect(asked()).toHaveLength(2);
  });

  it('loads those at once that are read before the scope is opened', async () => {
    sync = connect(server.url, { lazy: lazyModels(() => ['Message', 'Posting']) });
    const chat = sync.scope(agentScope);
    chat.store.getState().timelines.of(agentId);
    chat.open();
    await live(chat);
    expect(asked()).toEqual(['Org,Agent,Message,ReasoningStep,CodeChange,Account,Payment']);
  });

  it('tries again what fails, and shows the rest meanwhile', async () => {
    const chat = await start();
    let left = 3;
    server.react = ({ path }) => (path === '/sync/bootstrap' && left-- > 0 ? 'cut' : undefined);
    void chat.store.getState().models.Message;
    const state = await until(chat.store, ({ missing }) => missing.length === 0);
    expect(state.models.Message.has('one')).toBe(true);
    expect(left).toBeLessThan(0);
  });

  it('contract 8: a scope with more rows than may be is refused as a whole, and says so', async () => {
    const limits = { scopeRowsMax: 3 };
    for (const id of ['two', 'three']) {
      say(id);
    }
    sync = connect(server.url, { limits });
    const chat = sync.scope(agentScope);
    await expect(chat.ready()).rejects.toMatchObject({ code: 'too_many_rows', retryable: false });
    expect(chat.store.getState()).toMatchObject({ ready: false, problem: { code: 'too_many_rows' } });
    expect(chat.store.getState().models.Message.size).toBe(0);
  });

  it('contract 8: so it is when it grows beyond that, and the server is told to be silent', async () => {
    const chat = await start({ limits: { scopeRowsMax: 3 }, lazy: undefined });
    for (const id of ['two', 'three', 'four']) {
      say(id);
    }
    await until(chat.connection, ({ status }) => status === 'refused');
    expect(chat.store.getState()).toMatchObject({ ready: false, problem: { code: 'too_many_rows' } });
    await vi.waitFor(() => expect(server.frames.map(({ type }) => type)).toContain('unsubscribe'));
  });
});
