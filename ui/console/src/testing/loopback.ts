import {
  type AccountRow,
  type AgentRow,
  type CodeChangeRow,
  type Fetch,
  type MessageRow,
  type ModelName,
  type Models,
  modelNames,
  type PaymentRow,
  type PostingRow,
  type Problem,
  type ReasoningStepRow,
  type SocketConstructor,
} from '@openagents/sync';

export const ORG_ID = '01990000-0000-7000-8000-00000000000a';
export const AGENT_ID = '01990000-0000-7000-8000-0000000000a1';
const EPOCH = '01990000-0000-7000-8000-0000000000e0';
export const NOON = '2025-03-10T12:00:00.000000Z';

/** Of the first part of a call's path below `/api/`. */
const MODELS: Readonly<Record<string, ModelName>> = {
  agent: 'Agent',
  message: 'Message',
  'code-change': 'CodeChange',
  account: 'Account',
  payment: 'Payment',
};

/** What becomes of the status of a row by a step such as `/retire`. */
const STEPS: Readonly<Record<string, string>> = {
  retire: 'retired',
  accept: 'accepted',
  reject: 'rejected',
  apply: 'applied',
  revert: 'reverted',
  reserve: 'reserved',
  settle: 'settled',
  fail: 'failed',
  refund: 'refunded',
};

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

export function changeRow(fields: Partial<CodeChangeRow> = {}): CodeChangeRow {
  const row = { id: 'c1', agent_id: AGENT_ID, org_id: ORG_ID, title: 'Mend the clock', base_revision: '' };
  const diff =
    '--- a/clock.py\n+++ b/clock.py\n@@ -1,2 +1,2 @@\n import time\n-now = 0\n+now = time.time()\n';
  const files = [{ path: 'clock.py', added: 1, removed: 1 }];
  const state = { author: 'alice', status: 'proposed' as const, reason: null };
  return { ...row, diff, files, ...state, created_at: NOON, updated_at: NOON, ...fields };
}

export function accountRow(fields: Partial<AccountRow> = {}): AccountRow {
  const row = { id: 'account', org_id: ORG_ID, agent_id: AGENT_ID, kind: 'agent' as const, currency: 'USD' };
  return { ...row, decimals: 2, balance: 1234, reserved: 34, created_at: NOON, updated_at: NOON, ...fields };
}

export function paymentRow(fields: Partial<PaymentRow> = {}): PaymentRow {
  const parties = { from_agent_id: AGENT_ID, to_agent_id: null, from_account_id: 'account' };
  const row = {
    id: 'p1',
    org_id: ORG_ID,
    ...parties,
    to_account_id: 'org account',
    kind: 'transfer' as const,
  };
  const state = { status: 'requested' as const, refunded: 0, failure: null, expires_at: null };
  const money = { amount: 250, currency: 'USD', memo: 'for tokens' };
  return { ...row, ...money, ...state, created_at: NOON, updated_at: NOON, ...fields };
}

export function postingRow(fields: Partial<PostingRow> = {}): PostingRow {
  const row = { id: 'posting', org_id: ORG_ID, agent_id: AGENT_ID, account_id: 'account', payment_id: 'p1' };
  return { ...row, amount: -250, balance: 984, created_at: NOON, updated_at: NOON, ...fields };
}

/** A server of one org within the test: it keeps rows, answers the client's calls and tells its socket what changed. */
export class Loopback {
  /** Refuses the next mutation in this way. */
  refuseNext: Partial<Problem> | undefined;
  /** The bodies of mutations, oldest first. */
  readonly bodies: Body[] = [];
  private readonly rows = Object.fromEntries(modelNames.map((name) => [name, [] as Body[]])) as Record<
    ModelName,
    Body[]
  >;
  private lastSyncId = 1;
  private lastInScope = 0;
  private tell: (frame: unknown) => void = () => {};

  constructor() {
    this.rows.Org.push({ id: ORG_ID, name: 'acme', created_by: 'you', created_at: NOON, updated_at: NOON });
  }

  put<M extends ModelName>(model: M, row: Models[M]): void {
    this.change(model, 'insert', row.id, { ...row }, 'elsewhere');
  }

  find(model: ModelName, id: string): Body | undefined {
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
    this.bodies.push(body);
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
    const models = Object.fromEntries(
      modelNames.map((name) => [`${name}s`, structuredClone(this.rows[name])]),
    );
    return { models, lastSyncId: this.lastSyncId, epoch: EPOCH };
  }

  private mutate(method: string, path: string, body: Body, mutationId: string): Body {
    const [, , word, id, verb] = path.split('/');
    const model = MODELS[word ?? ''] ?? 'Message';
    const at = new Date().toISOString();
    if (id === undefined) {
      const row = {
        ...(model === 'Payment' ? paymentRow() : { role: 'user', status: 'active', org_id: ORG_ID }),
        ...body,
        created_at: at,
        updated_at: at,
      } as Body;
      return this.change(model, 'insert', String(row['id']), row, mutationId);
    }
    if (method === 'DELETE') return this.change(model, 'delete', id, null, mutationId);
    const status = STEPS[verb ?? ''];
    const fields = status === undefined ? body : { ...body, status };
    return this.change(model, 'update', id, { ...fields, updated_at: at }, mutationId);
  }

  private change(model: ModelName, action: string, id: string, data: Body | null, mutationId: string): Body {
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
