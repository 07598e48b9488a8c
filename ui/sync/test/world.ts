import type {
  BootstrapResponse,
  CompactedDeltaResponse,
  SyncAction,
  SyncEvent,
} from '../src/generated/protocol.js';
import { type ModelName, modelNames, type Row, type Scope } from '../src/model.js';

export const orgId = '0199aaaa-0000-7000-8000-000000000001';
export const agentIds = [
  '0199aaaa-0000-7000-8000-0000000000a1',
  '0199aaaa-0000-7000-8000-0000000000a2',
] as const;
export const orgScope: Scope = `org:${orgId}`;
export const agentScope: Scope = `agent:${agentIds[0]}`;

/** A change as a test wishes it: which row, and what becomes of it. */
export interface Change {
  readonly model: ModelName;
  readonly id: string;
  readonly action: SyncAction;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly mutationId?: string | undefined;
}

/** The server's log of one scope and the rows that follow from it, kept in the plainest way there is. */
export class World {
  readonly events: SyncEvent[] = [];
  /** Ids are dense over all scopes; a scope sees only some of them. */
  head = 0;
  epoch = 'epoch-1';
  private readonly rows = new Map<string, Row>();
  private readonly snapshots = new Map<number, Map<string, Row>>([[0, new Map()]]);

  constructor(readonly scope: Scope) {}

  /** Something happened elsewhere. */
  elsewhere(): void {
    this.head += 1;
  }

  /** Does the change if it makes sense (no insert twice, no update of nothing) and logs it. */
  commit(change: Change, atMs = (this.head + 1) * 1000): SyncEvent | undefined {
    const key = `${change.model}:${change.id}`;
    const before = this.rows.get(key);
    if ((change.action === 'insert') === (before !== undefined)) {
      return undefined;
    }
    this.head += 1;
    const at = new Date(atMs).toISOString();
    const event = { ...this.event(change), data: dataOf(change, at) };
    this.fold(key, event);
    this.events.push(event);
    return event;
  }

  snapshot(at = this.head): BootstrapResponse {
    const models: Record<string, unknown[]> = Object.fromEntries(modelNames.map((name) => [`${name}s`, []]));
    for (const [key, row] of this.rowsAt(at)) {
      models[`${key.slice(0, key.indexOf(':'))}s`]?.push(row);
    }
    return { models, lastSyncId: at, epoch: this.epoch };
  }

  /** What became of each row that changed since. */
  compacted(from: number, at = this.head): CompactedDeltaResponse {
    const answer: CompactedDeltaResponse = { models: {}, deleted: {}, lastSyncId: at, epoch: this.epoch };
    const rows = this.rowsAt(at);
    for (const key of new Set(this.between(from, at).map(({ model, model_id }) => `${model}:${model_id}`))) {
      const [model, id] = key.split(':') as [string, string];
      const row = rows.get(key);
      const into: Record<string, unknown[]> = row ? answer.models : answer.deleted;
      into[`${model}s`] = [...(into[`${model}s`] ?? []), row ?? id];
    }
    return answer;
  }

  rowsAt(at: number): ReadonlyMap<string, Row> {
    const last = this.events.filter((event) => event.id <= at).at(-1);
    return this.snapshots.get(last?.id ?? 0) ?? new Map();
  }

  between(from: number, to = this.head): SyncEvent[] {
    return this.events.filter((event) => event.id > from && event.id <= to);
  }

  private event(change: Change): Omit<SyncEvent, 'data'> {
    return {
      id: this.head,
      prev_id: this.events.at(-1)?.id ?? 0,
      scope: this.scope,
      model: change.model,
      model_id: change.id,
      action: change.action,
      mutation_id: change.mutationId ?? `elsewhere-${this.head}`,
      event_id: `event-${this.head}`,
      created_at: new Date(this.head * 1000).toISOString(),
    };
  }

  private fold(key: string, event: SyncEvent): void {
    if (event.action === 'delete') {
      this.rows.delete(key);
    } else {
      this.rows.set(key, { ...this.rows.get(key), ...event.data } as Row);
    }
    this.snapshots.set(event.id, new Map(this.rows));
  }
}

function dataOf({ model, id, action, fields }: Change, at: string): Record<string, unknown> | null {
  switch (action) {
    case 'insert':
      return { id, ...ownersOf(model), ...fields, created_at: at, updated_at: at };
    case 'update':
      return { ...fields, updated_at: at };
    case 'delete':
      return null;
  }
}

function ownersOf(model: ModelName): Record<string, unknown> {
  switch (model) {
    case 'Org':
      return {};
    case 'Agent':
      return { org_id: orgId };
    case 'Payment':
      return { org_id: orgId, from_agent_id: null, to_agent_id: agentIds[0] };
    case 'Message':
    case 'ReasoningStep':
    case 'CodeChange':
    case 'Account':
    case 'Posting':
      return { org_id: orgId, agent_id: agentIds[0] };
  }
}
