import type { AgentSync } from './agent-sync.js';
import type {
  RebuildKind,
  RebuildRequest,
  RebuildRun,
  RebuildsResponse,
  Uuid,
} from './generated/protocol.js';

export type RebuildWish = 'pause' | 'resume' | 'cancel' | 'rollback';

/** Read models made anew from the events, or compared with them. For operators only: others are refused. */
export interface Rebuilds {
  /** What was asked for lately, the newest first. */
  runs(): Promise<readonly RebuildRun[]>;
  /** @param only what it is about: all models and scopes, unless it says less */
  begin(kind: RebuildKind, only?: Omit<RebuildRequest, 'kind'>): Promise<void>;
  wish(run: Uuid, wish: RebuildWish): Promise<void>;
}

/** It is apart, so that only those ship it who use it. */
export function rebuildsOf(sync: Pick<AgentSync, 'read' | 'fetch'>): Rebuilds {
  const post = async (path: string, body: object) => {
    await sync.fetch(path, { method: 'POST', body });
  };
  return {
    runs: async () => ((await sync.read('/admin/rebuild')) as RebuildsResponse).runs,
    begin: (kind, only) => post('/admin/rebuild', { ...only, kind }),
    wish: (run, wish) => post(`/admin/rebuild/${run}/${wish}`, {}),
  };
}
