import { createContext, type ReactNode, useContext, useEffect, useRef } from 'react';
import { useStore } from 'zustand/react';
import { shallow } from 'zustand/shallow';
import type { AgentSync } from './agent-sync.js';
import type { ScopeHandle } from './handle.js';
import type { Scope } from './model.js';
import type { Mutations, ScopedMutations } from './mutations.js';
import type { PendingMutation } from './pending.js';
import type { SyncState } from './scope-store.js';
import type { ConnectionState } from './status.js';

const Context = createContext<AgentSync | null>(null);

export interface AgentSyncProviderProps {
  sync: AgentSync;
  children?: ReactNode;
}

/** Gives the client to the hooks below it. Does not close it: whoever made it does. */
export function AgentSyncProvider({ sync, children }: AgentSyncProviderProps): ReactNode {
  return <Context.Provider value={sync}>{children}</Context.Provider>;
}

/** The client itself, for what no hook does: `retry()`, `close()`, reading without rendering. */
export function useAgentSyncClient(): AgentSync {
  const sync = useContext(Context);
  if (sync === null) {
    throw new Error('Put an <AgentSyncProvider sync={…}> above the component that uses agentsync hooks.');
  }
  return sync;
}

/** What a component has of a scope. */
export interface AgentSyncView {
  state: SyncState;
  mutations: ScopedMutations;
}

const whole = (state: SyncState): SyncState => state;

/**
 * Follows a scope while the component is mounted: its state, and the mutations seen from it. With a selector, only
 * what that reads: the component renders when the selected value changes, by `Object.is` or shallowly.
 */
export function useAgentSync(scope: Scope): AgentSyncView;
export function useAgentSync<T>(scope: Scope, selector: (state: SyncState) => T): T;
export function useAgentSync<T>(scope: Scope, selector?: (state: SyncState) => T): AgentSyncView | T {
  const handle = useScope(scope);
  const selected = useStore(handle.store, useSteady<SyncState | T>(selector ?? whole));
  return selector ? (selected as T) : { state: selected as SyncState, mutations: handle.mutations };
}

/** The mutation methods; with a scope, those that fill in its `agent_id` or `org_id`. Never renders again. */
export function useMutations(): Mutations;
export function useMutations(scope: Scope): ScopedMutations;
export function useMutations(scope?: Scope): Mutations | ScopedMutations {
  const sync = useAgentSyncClient();
  return scope === undefined ? sync.mutate : sync.scope(scope).mutations;
}

/** How the connection is: of all scopes together, or of one, which may be refused by itself. */
export function useConnectionState(scope?: Scope): ConnectionState {
  const sync = useAgentSyncClient();
  return useStore(scope === undefined ? sync.connection : sync.scope(scope).connection);
}

/** The mutations that the server has not answered yet, oldest first. */
export function usePendingMutations(): readonly PendingMutation[] {
  return useStore(useAgentSyncClient().pending);
}

/** The mutations that were refused for good, oldest first; `resend` and `discard` of the client take them from there. */
export function useDeadLetters(): readonly PendingMutation[] {
  return useStore(useAgentSyncClient().deadLetters);
}

function useScope(scope: Scope): ScopeHandle {
  const handle = useAgentSyncClient().scope(scope);
  useEffect(() => handle.open(), [handle]);
  return handle;
}

/** The selector, giving what it gave before for as long as that is shallowly the same. */
function useSteady<T>(selector: (state: SyncState) => T): (state: SyncState) => T {
  const before = useRef<T>(undefined);
  return (state) => {
    const now = selector(state);
    if (!isSame(before.current, now)) {
      before.current = now;
    }
    return before.current as T;
  };
}

/** Zustand makes a map of each of two arrays in order to compare them, which takes long where there are many rows. */
function isSame(before: unknown, now: unknown): boolean {
  return Array.isArray(before) && Array.isArray(now)
    ? before === now || (before.length === now.length && before.every((one, at) => Object.is(one, now[at])))
    : shallow(before, now);
}
