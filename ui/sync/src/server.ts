/** For rendering on a server: rows are loaded once, shown in the first picture, and travel to the browser with it. */
import type { AgentSync, ScopeSnapshots } from './agent-sync.js';
import type { BootstrapResponse } from './generated/protocol.js';
import { queryOf } from './http.js';
import type { ModelName, Scope } from './model.js';

export type { ScopeSnapshots } from './agent-sync.js';

/**
 * Loads scopes into a client, without a socket, and gives what the browser's client needs to go on from there:
 * `createAgentSync({ snapshot })`.
 *
 * @param models which models to load of each; the others load in the browser if it names them `lazy`
 */
export async function prefetch(
  sync: AgentSync,
  scopes: readonly Scope[],
  models?: readonly ModelName[],
): Promise<ScopeSnapshots> {
  const load = async (scope: Scope) => {
    const query = queryOf({ scope, models: models?.join(',') });
    return [scope, (await sync.read(`/sync/bootstrap?${query}`)) as BootstrapResponse] as const;
  };
  const snapshot: ScopeSnapshots = Object.fromEntries(await Promise.all(scopes.map(load)));
  sync.hydrate(snapshot);
  return snapshot;
}

/** A snapshot as JavaScript that may stand within a `<script>`: nothing in it ends the element. */
export function scriptOf(snapshot: ScopeSnapshots): string {
  return JSON.stringify(snapshot).replaceAll('<', '\\u003c');
}
