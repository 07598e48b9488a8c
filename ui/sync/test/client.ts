import { WebSocket } from 'ws';
import { type AgentSync, type AgentSyncOptions, createAgentSync } from '../src/agent-sync.js';
import type { Readable, ScopeHandle } from '../src/handle.js';
import type { SocketConstructor } from '../src/socket.js';
import { agentIds } from './world.js';

export const agentId = agentIds[0];

export function connect(url: string, options: Partial<AgentSyncOptions> = {}): AgentSync {
  return createAgentSync(quick(url, options));
}

/** What tests wait for comes soon. */
export function quick(url: string, options: Partial<AgentSyncOptions> = {}): AgentSyncOptions {
  return {
    baseUrl: url,
    token: 'a-token',
    WebSocket: WebSocket as unknown as SocketConstructor,
    ...options,
    limits: {
      retryDelayBaseMs: 5,
      retryDelayMaxMs: 40,
      renderIntervalMs: 0,
      settleWaitMs: 20,
      scopeLingerMs: 0,
      ...options.limits,
    },
  };
}

/** Resolves as soon as the store's state is as wished. */
export function until<T>(store: Readable<T>, wished: (state: T) => boolean): Promise<T> {
  return new Promise((resolve) => {
    const look = (state: T) => {
      if (wished(state)) {
        unsubscribe();
        resolve(state);
      }
    };
    const unsubscribe = store.subscribe(look);
    look(store.getState());
  });
}

export async function live(handle: ScopeHandle): Promise<void> {
  await until(handle.connection, ({ status }) => status === 'live');
}

/** What the messages of a scope say, oldest first. */
export function contents(handle: ScopeHandle): string[] {
  return handle.store
    .getState()
    .models.Message.byAgent(agentId)
    .map((message) => message.content);
}

/** Every state of a scope from now on, as texts of its messages. */
export function record(handle: ScopeHandle): string[][] {
  const states: string[][] = [contents(handle)];
  handle.store.subscribe(() => states.push(contents(handle)));
  return states;
}
