import type {
  AgentRow,
  Fetch,
  MessageRow,
  OrgRow,
  Problem,
  ReasoningStepRow,
  SocketConstructor,
} from '@openagents/sync';

export const ORG_ID = '01990000-0000-7000-8000-00000000000a';
export const AGENT_ID = '01990000-0000-7000-8000-0000000000a1';
const EPOCH = '01990000-0000-7000-8000-0000000000e0';
export const NOON = '2025-03-10T12:00:00.000000Z';

type Rows = { Org: OrgRow; Agent: AgentRow; Message: MessageRow; ReasoningStep: ReasoningStepRow };
type Body = Record<string, unknown>;

export function agentRow(fields: Partial<AgentRow> = {}): AgentRow {
  const row = {
    id: AGENT_ID,
    org_id: ORG_ID,
    name: 'fixer',
    status: 'active',
    created_at: NOON,
    updated_at: NOON,
  };
  return { ...(row as AgentRow), ...fields };
}

export function messageRow(fields: Partial<MessageRow> = {}): MessageRow {
  const row = { id: 'm1', agent_id: AGENT_ID, org_id: ORG_ID, role: 'user', content: 'Hello' };
  return { ...(row as MessageRow), created_at: NOON, updated_at: NOON, ...fields };
}

export function stepRow(fields: Partial<ReasoningStepRow> = {}): ReasoningStepRow {
  const row = { id: 's1', agent_id: AGENT_ID, org_id: ORG_ID, thought: '', action: '', observation: null };
  return { ...row, created_at: NOON, updated_at: NOON, ...fields };
}

/** A server of one org within the test: it keeps rows, answers the client's calls and tells its socket what changed. */
export class Loopback {
  /** Refuses the next mutation in this way. */
  refuseNext: Partial<Problem> | undefined;
  private readonly rows = {
    Org: [{ id: ORG_ID, name: 'acme', created_by: 'you', created_at: NOON, updated_at: NOON }] as Body[],
    Agent: [] as Body[],
    Message: [] as Body[],
    ReasoningStep: [] as Body[],
  };
  private lastSyncId = 1;
  private lastInScope = 0;
  private tell: (frame: unknown) => void = () => {};

  put<M extends keyof Rows>(model: M, row: Rows[M]): void {
    this.change(model, 'insert', row.id, { ...row }, 'elsewhere');
  }

  find(model: keyof Rows, id: string): Body | undefined {
    return this.rows[model].find((row) => row['id'] === id);
  }

  readonly fetch: Fetch = async (input, init) => {
    const path = new URL(input, 'http://server').pathname;
    if (path === '/sync/bootstrap') return Response.json(this.bootstrap());
    const refusal = this.refuseNext;
    this.refuseNext = undefined;
    if (refusal) return Response.json(refusal, { status: refusal.status ?? 422 });
    const mutationId = new Headers(init?.headers).get('Idempotency-Key') ?? '';
    const body: Body = init?.body ? JSON.parse(String(init.body)) : {};
    const row = this.mutate(init?.method ?? 'GET', path, body, mutationId);
    return Response.json(row, { headers: { 'Sync-Id': String(this.lastSyncId) } });
  };

  readonly WebSocket: SocketConstructor = ((loopback: Loopback) =>
    class {
      onopen: ((event: never) => void) | null = null;
      onclose: ((event: never) => void) | null = null;
      onerror: ((event: never) => void) | null = null;
      onmessage: ((event: never) => void) | null = null;

      constructor() {
        loopback.tell = (frame) => this.onmessage?.({ data: JSON.stringify(frame) } as never);
        queueMicrotask(() => this.onopen?.({} as never));
      }

      send(data: string): void {
        const { type, scope } = JSON.parse(data);
        const frame = { type: 'subscribed', scope, latestSyncId: loopback.lastSyncId, epoch: EPOCH };
        if (type === 'subscribe') queueMicrotask(() => loopback.tell(frame));
      }

      close(): void {}
    })(this);

  private bootstrap() {
    const { Org: Orgs, Agent: Agents, Message: Messages, ReasoningStep: ReasoningSteps } = this.rows;
    const models = structuredClone({ Orgs, Agents, Messages, ReasoningSteps });
    return { models, lastSyncId: this.lastSyncId, epoch: EPOCH };
  }

  private mutate(method: string, path: string, body: Body, mutationId: string): Body {
    const [, , word, id, verb] = path.split('/');
    const model = word === 'agent' ? 'Agent' : 'Message';
    const at = new Date().toISOString();
    if (id === undefined) {
      const row = {
        role: 'user',
        status: 'active',
        org_id: ORG_ID,
        ...body,
        created_at: at,
        updated_at: at,
      } as Body;
      return this.change(model, 'insert', String(row['id']), row, mutationId);
    }
    if (method === 'DELETE') return this.change(model, 'delete', id, null, mutationId);
    const fields = verb === 'retire' ? { status: 'retired' } : body;
    return this.change(model, 'update', id, { ...fields, updated_at: at }, mutationId);
  }

  private change(model: keyof Rows, action: string, id: string, data: Body | null, mutationId: string): Body {
    const before = this.find(model, id) ?? {};
    const row = { ...before, ...data };
    const others = this.rows[model].filter((other) => other['id'] !== id);
    this.rows[model] = action === 'delete' ? others : [...others, row];
    const scope = `org:${ORG_ID}`;
    const event = {
      id: ++this.lastSyncId,
      prev_id: this.lastInScope,
      scope,
      model,
      model_id: id,
      action,
      data,
    };
    this.lastInScope = event.id;
    const events = [{ ...event, mutation_id: mutationId, event_id: EPOCH, created_at: NOON }];
    this.tell({ type: 'delta', scope, events, latestSyncId: event.id });
    return row;
  }
}
