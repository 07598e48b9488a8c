// @vitest-environment happy-dom
import { act } from '@testing-library/react';
import { hydrateRoot, type Root } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  type AgentSync,
  AgentSyncProvider,
  createAgentSync,
  selectMessages,
  useAgentSync,
  useConnectionState,
  usePendingMutations,
} from '../src/index.js';
import { lazyModels } from '../src/lazy.js';
import { prefetch, type ScopeSnapshots, scriptOf } from '../src/server.js';
import { until } from './client.js';
import { Loopback } from './loopback.js';
import { agentIds, agentScope } from './world.js';

const agentId = agentIds[0];
const clients: AgentSync[] = [];
let root: Root | undefined;

afterEach(() => {
  act(() => root?.unmount());
  for (const sync of clients.splice(0)) {
    sync.close();
  }
});

function Chat() {
  const messages = useAgentSync(agentScope, selectMessages(agentId));
  const { ready, missing } = useAgentSync(agentScope, ({ ready, missing }) => ({ ready, missing }));
  const { status } = useConnectionState();
  return (
    <main data-ready={ready} data-missing={missing.join()} data-pending={usePendingMutations().length}>
      {messages.map(({ id, content }) => (
        <p key={id}>{content}</p>
      ))}
      <output>{status}</output>
    </main>
  );
}

function App({ sync }: { sync: AgentSync }) {
  return (
    <AgentSyncProvider sync={sync}>
      <Chat />
    </AgentSyncProvider>
  );
}

/** The page as a server would send it, with what its client needs. */
async function page(server: Loopback): Promise<{ html: string; snapshot: ScopeSnapshots }> {
  const sync = createAgentSync({ token: 't', fetch: server.fetch, baseUrl: 'http://sync.example' });
  clients.push(sync);
  const snapshot = await prefetch(sync, [agentScope]);
  return { html: renderToString(<App sync={sync} />), snapshot };
}

describe('a page that a server rendered', () => {
  it('is hydrated as it is, without a mismatch or a second bootstrap, and is live from there', async () => {
    const server = new Loopback();
    const say = (id: string, content: string) =>
      server.frame({ model: 'Message', id, action: 'insert', fields: { content, role: 'user' } });
    say('one', 'Hello </script>');
    const { html, snapshot } = await page(server);
    expect(html).toContain('Hello &lt;/script&gt;');
    expect(html).toContain('data-ready="true"');
    expect([server.sockets, server.bootstraps]).toEqual([0, 1]);
    // What was said before the browser came is caught up with, after the first picture.
    say('two', 'meanwhile');

    const container = document.createElement('div');
    container.innerHTML = html;
    document.body.append(container);
    const rendered = container.innerHTML;
    const complaints = vi.spyOn(console, 'error');
    const recovered = vi.fn();
    const { fetch, WebSocket } = server;
    const sync = createAgentSync({ token: 't', fetch, WebSocket, snapshot: JSON.parse(scriptOf(snapshot)) });
    clients.push(sync);
    expect(scriptOf(snapshot)).not.toContain('</script>');

    const first = container.querySelector('p');
    await act(async () => {
      root = hydrateRoot(container, <App sync={sync} />, { onRecoverableError: recovered });
      expect(container.innerHTML).toBe(rendered);
    });
    await act(async () => void (await until(sync.connection, ({ status }) => status === 'live')));
    // What was caught up with is shown with the next picture.
    const { store } = sync.scope(agentScope);
    await act(async () => void (await until(store, ({ models }) => models.Message.has('two'))));
    expect(recovered).not.toHaveBeenCalled();
    expect(complaints).not.toHaveBeenCalled();
    expect(container.querySelector('p')).toBe(first);
    expect([...container.querySelectorAll('p')].map((line) => line.textContent)).toEqual([
      'Hello </script>',
      'meanwhile',
    ]);
    expect([server.bootstraps, server.subscriptions]).toEqual([1, 1]);
  });

  it('may have some models only; the rest loads when it is read', async () => {
    const server = new Loopback();
    server.frame({ model: 'Message', id: 'one', action: 'insert', fields: { content: 'one' } });
    const { fetch, WebSocket } = server;
    const { models, ...point } = server.world.snapshot();
    const snapshot = { [agentScope]: { ...point, models: { Agents: models['Agents'] ?? [] } } };
    const lazy = lazyModels(() => ['Message', 'ReasoningStep', 'CodeChange']);
    const sync = createAgentSync({ token: 't', fetch, WebSocket, snapshot, lazy });
    clients.push(sync);
    const chat = sync.scope(agentScope);
    expect(chat.store.getState().missing).toEqual(['Message', 'ReasoningStep', 'CodeChange']);
    chat.open();
    void chat.store.getState().models.Message;
    const state = await until(chat.store, ({ missing }) => !missing.includes('Message'));
    expect(state.models.Message.has('one')).toBe(true);
  });
});
