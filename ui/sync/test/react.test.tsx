// @vitest-environment happy-dom
import { act, cleanup, render, screen } from '@testing-library/react';
import { type ReactNode, StrictMode } from 'react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type AgentSync,
  AgentSyncProvider,
  createAgentSync,
  type Limits,
  type Mutations,
  selectIsPending,
  selectMessages,
  selectRow,
  useAgentSync,
  useConnectionState,
  useMutations,
  usePendingMutations,
} from '../src/index.js';
import { until } from './client.js';
import { Loopback } from './loopback.js';
import { agentIds, agentScope, type Change } from './world.js';

const agentId = agentIds[0];
const renders = new Map<string, number>();
let server: Loopback;
let sync: AgentSync;

beforeEach(() => {
  renders.clear();
  server = new Loopback();
  server.frame(insert('one'), insert('two'));
});

afterEach(() => {
  cleanup();
  sync.close();
});

function insert(id: string): Change {
  return { model: 'Message', id, action: 'insert', fields: { content: `${id} says`, role: 'user' } };
}

function edit(id: string, content: string): Change {
  return { model: 'Message', id, action: 'update', fields: { content } };
}

function count(name: string): void {
  renders.set(name, (renders.get(name) ?? 0) + 1);
}

/** Renders, waits until all is live, and counts from there. */
async function show(children: ReactNode, limits: Partial<Limits> = {}): Promise<void> {
  const { fetch, WebSocket } = server;
  sync = createAgentSync({
    token: 't',
    fetch,
    WebSocket,
    limits: { renderIntervalMs: 0, scopeLingerMs: 0, ...limits },
  });
  render(<AgentSyncProvider sync={sync}>{children}</AgentSyncProvider>);
  await act(async () => void (await until(sync.connection, ({ status }) => status === 'live')));
  renders.clear();
}

function Line({ id }: { id: string }) {
  count(id);
  const content = useAgentSync(agentScope, (state) => state.models.Message.get(id)?.content);
  return <p>{content}</p>;
}

function List() {
  count('list');
  const ids = useAgentSync(agentScope, (state) => state.models.Message.byAgent(agentId).map(({ id }) => id));
  return ids.map((id) => <Line key={id} id={id} />);
}

function Whole() {
  count('whole');
  const { state } = useAgentSync(agentScope);
  return <output>{state.models.Message.size}</output>;
}

describe('a component', () => {
  it('renders only for what it reads', async () => {
    await show(
      <>
        <Line id="one" />
        <Line id="two" />
      </>,
    );
    await act(async () => server.frame(edit('one', 'changed')));
    expect(Object.fromEntries(renders)).toEqual({ one: 1 });
    await act(async () => server.frame(insert('three')));
    expect(Object.fromEntries(renders)).toEqual({ one: 1 });
    expect(screen.getByText('changed')).toBeDefined();
  });

  it('may select a new array of the same values', async () => {
    await show(<List />);
    await act(async () => server.frame(edit('one', 'changed')));
    expect(Object.fromEntries(renders)).toEqual({ one: 1 });
    await act(async () => server.frame(insert('three')));
    expect(renders.get('list')).toBe(1);
    expect(renders.get('three')).toBe(1);
  });

  it('renders once per frame, however many events are in it', async () => {
    await show(<Whole />);
    await act(async () => server.frame(insert('three'), insert('four'), edit('one', 'changed')));
    expect(renders.get('whole')).toBe(1);
    expect(screen.getByText('4')).toBeDefined();
  });

  it('renders once for frames that come faster than pictures', async () => {
    await show(<Whole />, { renderIntervalMs: 50 });
    await act(async () => {
      for (let index = 0; index < 100; index++) {
        server.frame(insert(`m-${index}`));
      }
      await until(sync.scope(agentScope).store, ({ models }) => models.Message.size === 102);
    });
    expect(renders.get('whole')).toBeLessThanOrEqual(2);
  });

  it('shows its own change at once, and never without or twice', async () => {
    const shown: string[] = [];
    let mutations: Mutations | undefined;
    function Chat() {
      mutations = useMutations();
      const messages = useAgentSync(agentScope, selectMessages(agentId));
      const pending = useAgentSync(agentScope, selectIsPending('mine'));
      shown.push(`${messages.map(({ id }) => id).join(' ')}${pending ? ' …' : ''}`);
      return null;
    }
    await show(<Chat />);
    shown.length = 0;
    await act(async () => {
      await mutations?.postMessage({ id: 'mine', agent_id: agentId, content: 'mine' });
    });
    expect(shown).toEqual(['one two mine …', 'one two mine']);
  });

  it('hears of the connection and of pending mutations', async () => {
    function Status() {
      const { status } = useConnectionState();
      const one = useConnectionState(agentScope);
      const agent = useAgentSync(agentScope, selectRow('Agent', agentId));
      return <p>{`${status} ${one.status} ${usePendingMutations().length} ${agent?.name}`}</p>;
    }
    await show(<Status />);
    expect(screen.getByText('live live 0 undefined')).toBeDefined();
    await act(async () => sync.close());
    expect(screen.getByText('closed closed 0 undefined')).toBeDefined();
  });

  it('subscribes once in strict mode, and lets go when it is gone', async () => {
    await show(
      <StrictMode>
        <Whole />
        <Line id="one" />
      </StrictMode>,
    );
    expect([server.sockets, server.subscriptions]).toEqual([1, 1]);
    cleanup();
    await until(sync.connection, ({ status }) => status === 'idle');
    expect(server.sockets).toBe(0);
  });

  it('is told what is missing without a provider', () => {
    sync = createAgentSync({ token: 't' });
    expect(() => render(<Whole />)).toThrow('AgentSyncProvider');
  });
});
