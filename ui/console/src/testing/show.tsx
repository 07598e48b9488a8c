import { type AgentSync, AgentSyncProvider, createAgentSync } from '@openagents/sync';
import { cleanup, render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach } from 'vitest';
import { OrgContext } from '../sync/org-context';
import { useLoad } from '../sync/sync-context';
import { type Loopback, ORG_ID } from './loopback';

const clients: AgentSync[] = [];

afterEach(() => {
  cleanup();
  for (const client of clients.splice(0)) client.close();
});

/** Renders with a client of that server, and waits until the org's rows are there. */
export async function show(server: Loopback, children: ReactNode): Promise<void> {
  const { fetch, WebSocket } = server;
  const client = createAgentSync({ token: 't', baseUrl: 'http://server', fetch, WebSocket });
  clients.push(client);
  render(
    <AgentSyncProvider sync={client}>
      <OrgContext value={ORG_ID}>
        <Loaded>{children}</Loaded>
      </OrgContext>
    </AgentSyncProvider>,
  );
  await screen.findByTestId('loaded');
}

function Loaded({ children }: { children: ReactNode }) {
  return useLoad().phase === 'ready' ? <div data-testid="loaded">{children}</div> : null;
}
