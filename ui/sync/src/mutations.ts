import type {
  AgentRow,
  CreateAgentRequest,
  CreateOrgRequest,
  EditMessageRequest,
  MessageRow,
  ObserveStepRequest,
  OrgRow,
  PostMessageRequest,
  ReasoningStepRow,
  RecordStepRequest,
  RenameAgentRequest,
  SyncAction,
  Timestamp,
  Uuid,
} from './generated/protocol.js';
import type { HttpCall } from './http.js';
import type { ModelName, Models, Scope } from './model.js';
import { scopeId } from './model.js';
import { SyncProblem } from './problem.js';
import { timestampAfter } from './time.js';
import { uuidv7 } from './uuid.js';

type WithId<T> = T & { readonly id: Uuid };

/**
 * What one can do. Each shows at once, is sent until the server answers, and takes effect once, however often that
 * takes. The promise gives the record; it fails with a `SyncProblem` when the server refuses, and what was shown is
 * taken back. Ids may be given; else they are made here.
 */
export interface Mutations {
  createOrg(request: CreateOrgRequest): Promise<OrgRow>;
  createAgent(request: CreateAgentRequest): Promise<AgentRow>;
  renameAgent(request: WithId<RenameAgentRequest>): Promise<AgentRow>;
  retireAgent(request: WithId<unknown>): Promise<AgentRow>;
  postMessage(request: PostMessageRequest): Promise<MessageRow>;
  editMessage(request: WithId<EditMessageRequest>): Promise<MessageRow>;
  /** Gives the message as it last was. */
  deleteMessage(request: WithId<unknown>): Promise<MessageRow>;
  recordStep(request: RecordStepRequest): Promise<ReasoningStepRow>;
  /** Says what came of a step's action; once per step. */
  observeStep(request: WithId<ObserveStepRequest>): Promise<ReasoningStepRow>;
}

export type MutationName = keyof Mutations;

/** The mutations seen from a scope: an `agent:` scope fills in `agent_id`, an `org:` scope `org_id`. */
export type ScopedMutations = {
  [N in MutationName]: (
    request: Optional<Parameters<Mutations[N]>[0], 'agent_id' | 'org_id'>,
  ) => ReturnType<Mutations[N]>;
};

type Optional<T, K extends string> = Omit<T, K> & Partial<Pick<T, K & keyof T>>;

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
  const owner = { agent_id: agentId, org_id: known.row('Agent', agentId)?.org_id ?? '' };
  const at = timestampAfter(known.newest(agentId), known.nowMs);
  return { ...created(model, id, at, { ...owner, ...fields }), entities: [id, agentId] };
}

function changed(model: ModelName, id: Uuid, fields: Record<string, unknown>, { nowMs }: Known) {
  const data = { ...fields, updated_at: timestampAfter(undefined, nowMs) };
  return { model, modelId: id, action: 'update', data, entities: [id] } as const;
}

/** The request as the scope completes it. */
export function scopedRequest(name: MutationName, request: object, scope: Scope): object {
  const field = name === 'createAgent' ? 'org_id' : 'agent_id';
  const needs = name === 'createAgent' || name === 'postMessage' || name === 'recordStep';
  if (!needs || (request as Record<string, unknown>)[field] !== undefined) {
    return request;
  }
  if (!scope.startsWith(field.slice(0, -2).replace('_', ':'))) {
    const detail = `${name} in ${scope} needs ${field}.`;
    throw new SyncProblem({ code: 'invalid_value', detail, retryable: false, status: 0, field });
  }
  return { ...request, [field]: scopeId(scope) };
}
