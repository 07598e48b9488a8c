import { decimalsOf } from './decimals.js';
import type { CodeChangeRow, SyncAction, Timestamp, Uuid } from './generated/protocol.js';
import type { HttpCall } from './http.js';
import type { ModelName, Models } from './model.js';
import type { MoveFunds, MutationName, Mutations, ScopedMutations, WithId } from './mutations.js';
import { timestampAfter } from './time.js';
import { uuidv7 } from './uuid.js';

/** A mutation worked out: what to send, what to show meanwhile, and what must not overtake it. */
export interface Plan {
  readonly name: MutationName;
  readonly model: ModelName;
  readonly modelId: Uuid;
  readonly call: HttpCall;
  readonly action: SyncAction;
  readonly data: Readonly<Record<string, unknown>> | null;
  /** Those with an entity in common keep their order. */
  readonly entities: readonly Uuid[];
}

/** What a plan may look up in the rows at hand. */
export interface Known {
  readonly nowMs: number;
  row<M extends ModelName>(model: M, id: Uuid): Models[M] | undefined;
  /** When the newest entry of the agent's timeline was made. */
  newest(agentId: Uuid): Timestamp | undefined;
}

type Planner<N extends MutationName> = (
  request: Parameters<Mutations[N]>[0],
  known: Known,
) => Omit<Plan, 'name'>;

/** How long the server keeps a reservation for which nobody says how long. */
const reservationSeconds = 900;

const path = (base: string, id: Uuid): string => `${base}/${encodeURIComponent(id)}`;

const planners: { readonly [N in MutationName]: Planner<N> } = {
  createOrg: ({ id = uuidv7(), name }, { nowMs }) => ({
    ...created('Org', id, timestampAfter(undefined, nowMs), { name, created_by: '' }),
    call: { method: 'POST', path: '/api/org', body: { id, name } },
    entities: [id],
  }),
  createAgent: ({ id = uuidv7(), org_id, name }, { nowMs }) => ({
    ...created('Agent', id, timestampAfter(undefined, nowMs), { org_id, name, status: 'active' }),
    call: { method: 'POST', path: '/api/agent', body: { id, org_id, name } },
    entities: [id, org_id],
  }),
  renameAgent: ({ id, name }, known) => ({
    ...changed('Agent', id, { name }, known),
    call: { method: 'PATCH', path: path('/api/agent', id), body: { name } },
  }),
  retireAgent: ({ id }, known) => ({
    ...changed('Agent', id, { status: 'retired' }, known),
    call: { method: 'POST', path: `${path('/api/agent', id)}/retire` },
  }),
  postMessage: ({ id = uuidv7(), agent_id, role = 'user', content }, known) => ({
    ...entry('Message', id, agent_id, { role, content }, known),
    call: { method: 'POST', path: '/api/message', body: { id, agent_id, role, content } },
  }),
  editMessage: ({ id, content }, known) => ({
    ...changed('Message', id, { content }, known),
    call: { method: 'PATCH', path: path('/api/message', id), body: { content } },
  }),
  deleteMessage: ({ id }) => ({
    model: 'Message',
    modelId: id,
    action: 'delete',
    data: null,
    call: { method: 'DELETE', path: path('/api/message', id) },
    entities: [id],
  }),
  recordStep: ({ id = uuidv7(), agent_id, thought = '', action = '', observation }, known) => ({
    ...entry('ReasoningStep', id, agent_id, { thought, action, observation: observation ?? null }, known),
    call: { method: 'POST', path: '/api/reasoning', body: { id, agent_id, thought, action, observation } },
  }),
  observeStep: ({ id, observation }, known) => ({
    ...changed('ReasoningStep', id, { observation }, known),
    call: { method: 'PATCH', path: path('/api/reasoning', id), body: { observation } },
  }),
  proposeChange: ({ id = uuidv7(), agent_id, title, base_revision = '', diff }, known) => ({
    ...entry(
      'CodeChange',
      id,
      agent_id,
      { title, base_revision, diff, files: [], author: '', status: 'proposed', reason: null },
      known,
    ),
    call: {
      method: 'POST',
      path: '/api/code-change',
      body: { id, agent_id, title, base_revision, diff },
    },
  }),
  acceptChange: changeStep('accept', 'accepted'),
  rejectChange: changeStep('reject', 'rejected'),
  applyChange: changeStep('apply', 'applied'),
  revertChange: changeStep('revert', 'reverted'),
  openAccount: ({ agent_id, org_id, currency }, known) => ({
    ...created('Account', uuidv7(known.nowMs), timestampAfter(undefined, known.nowMs), {
      agent_id: agent_id ?? null,
      org_id: org_id ?? orgOf(agent_id, known),
      kind: agent_id === undefined ? 'org' : 'agent',
      currency,
      decimals: decimalsOf(currency),
      balance: 0,
      reserved: 0,
    }),
    call: { method: 'POST', path: '/api/account', body: { agent_id, org_id, currency } },
    entities: [agent_id ?? org_id ?? ''],
  }),
  deposit: moveFunds('deposit'),
  withdraw: moveFunds('withdrawal'),
  requestPayment: ({ id = uuidv7(), ...request }, known) => ({
    ...payment(id, request.from_account_id, request.to_account_id, request, known),
    call: { method: 'POST', path: '/api/payment', body: { id, ...request } },
  }),
  reservePayment: paymentStep('reserve', ({ expires_in_seconds = reservationSeconds }, { nowMs }) => ({
    status: 'reserved',
    expires_at: new Date(nowMs + expires_in_seconds * 1000).toISOString(),
  })),
  settlePayment: paymentStep('settle', () => ({ status: 'settled' })),
  failPayment: paymentStep('fail', ({ reason }) => ({ status: 'failed', failure: reason })),
  refundPayment: paymentStep('refund', ({ id, amount }, known) => {
    const row = known.row('Payment', id);
    const refunded = amount === undefined ? row?.amount : (row?.refunded ?? 0) + amount;
    return { status: refunded === row?.amount ? 'refunded' : 'settled', refunded };
  }),
};

export const mutationNames = Object.keys(planners) as readonly MutationName[];

export function plan<N extends MutationName>(
  name: N,
  request: Parameters<Mutations[N]>[0],
  known: Known,
): Plan {
  return { name, ...planners[name](request, known) };
}

function created(model: ModelName, id: Uuid, at: Timestamp, fields: Record<string, unknown>) {
  const data = { id, ...fields, created_at: at, updated_at: at };
  return { model, modelId: id, action: 'insert', data } as const;
}

/** A new entry of an agent's timeline; it stands at the end, whatever the client's clock says. */
function entry(model: ModelName, id: Uuid, agentId: Uuid, fields: Record<string, unknown>, known: Known) {
  const owner = { agent_id: agentId, org_id: orgOf(agentId, known) };
  const at = timestampAfter(known.newest(agentId), known.nowMs);
  return { ...created(model, id, at, { ...owner, ...fields }), entities: [id, agentId] };
}

function changed(model: ModelName, id: Uuid, fields: Record<string, unknown>, { nowMs }: Known) {
  const data = { ...fields, updated_at: timestampAfter(undefined, nowMs) };
  return { model, modelId: id, action: 'update', data, entities: [id] } as const;
}

function changeStep<R extends WithId<{ reason?: string }>>(verb: string, status: CodeChangeRow['status']) {
  return ({ id, ...body }: R, known: Known) => ({
    ...changed('CodeChange', id, { status, reason: body.reason ?? null }, known),
    call: step('code-change', id, verb, body),
  });
}

function paymentStep<R extends WithId<object>>(
  verb: string,
  fields: (request: R, known: Known) => Record<string, unknown>,
) {
  return (request: R, known: Known) => {
    const { id, ...body } = request;
    const row = known.row('Payment', id);
    return {
      ...changed('Payment', id, fields(request, known), known),
      // A step sees what was paid in or out before it.
      entities: row ? [id, row.from_account_id, row.to_account_id] : [id],
      call: step('payment', id, verb, body),
    };
  };
}

function step(feature: string, id: Uuid, verb: string, body: object): HttpCall {
  return { method: 'POST', path: `${path(`/api/${feature}`, id)}/${verb}`, body };
}

function moveFunds(kind: 'deposit' | 'withdrawal') {
  const into = kind === 'deposit';
  return ({ account_id, id = uuidv7(), amount, memo }: MoveFunds, known: Known) => {
    const currency = known.row('Account', account_id)?.currency;
    const fields = { kind, amount, currency, memo, status: 'settled' };
    return {
      ...payment(id, into ? '' : account_id, into ? account_id : '', fields, known),
      call: step('account', account_id, into ? kind : 'withdraw', { id, amount, memo }),
    };
  };
}

/** A new payment; the outside, whose account the client need not know, is ''. */
function payment(id: Uuid, from: Uuid, to: Uuid, fields: object, known: Known) {
  const source = known.row('Account', from);
  const target = known.row('Account', to);
  const data = {
    org_id: (source ?? target)?.org_id ?? '',
    from_agent_id: source?.agent_id ?? null,
    to_agent_id: target?.agent_id ?? null,
    from_account_id: from,
    to_account_id: to,
    kind: 'transfer',
    status: 'requested',
    refunded: 0,
    failure: null,
    expires_at: null,
    ...fields,
    memo: (fields as { memo?: string }).memo ?? '',
  };
  const at = timestampAfter(undefined, known.nowMs);
  return { ...created('Payment', id, at, data), entities: [id, from, to].filter(Boolean) };
}

function orgOf(agentId: Uuid | undefined, known: Known): Uuid {
  return known.row('Agent', agentId ?? '')?.org_id ?? '';
}

/** The methods, each of which sends its request by its name. */
export function mutationsBy<M extends Mutations | ScopedMutations>(
  send: (name: MutationName, request: object) => Promise<unknown>,
): M {
  return Object.fromEntries(
    mutationNames.map((name) => [name, (request: object) => send(name, request)]),
  ) as unknown as M;
}
