import type {
  AccountRow,
  AgentRow,
  ChangeReasonRequest,
  CodeChangeRow,
  CreateAgentRequest,
  CreateOrgRequest,
  EditMessageRequest,
  FailPaymentRequest,
  MessageRow,
  MoveFundsRequest,
  ObserveStepRequest,
  OpenAccountRequest,
  OrgRow,
  PaymentRow,
  PostMessageRequest,
  ProposeChangeRequest,
  ReasoningStepRow,
  RecordStepRequest,
  RefundPaymentRequest,
  RenameAgentRequest,
  RequestPaymentRequest,
  ReservePaymentRequest,
  Uuid,
} from './generated/protocol.js';
import type { Scope } from './model.js';
import { scopeId } from './model.js';
import { SyncProblem } from './problem.js';

export type WithId<T> = T & { readonly id: Uuid };
export type MoveFunds = MoveFundsRequest & { readonly account_id: Uuid };

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
  /** Its files show once the server has read the diff. */
  proposeChange(request: ProposeChangeRequest): Promise<CodeChangeRow>;
  acceptChange(request: WithId<unknown>): Promise<CodeChangeRow>;
  rejectChange(request: WithId<ChangeReasonRequest>): Promise<CodeChangeRow>;
  applyChange(request: WithId<unknown>): Promise<CodeChangeRow>;
  revertChange(request: WithId<ChangeReasonRequest>): Promise<CodeChangeRow>;
  /** Of an agent or an org, which have one each. Until the server has answered it shows under an id of its own. */
  openAccount(request: OpenAccountRequest): Promise<AccountRow>;
  /** From the outside into an account. Balances change when the server says so, here as in all that moves money. */
  deposit(request: MoveFunds): Promise<PaymentRow>;
  withdraw(request: MoveFunds): Promise<PaymentRow>;
  requestPayment(request: RequestPaymentRequest): Promise<PaymentRow>;
  reservePayment(request: WithId<ReservePaymentRequest>): Promise<PaymentRow>;
  settlePayment(request: WithId<unknown>): Promise<PaymentRow>;
  failPayment(request: WithId<FailPaymentRequest>): Promise<PaymentRow>;
  /** Of all that is left, unless an amount is given. */
  refundPayment(request: WithId<RefundPaymentRequest>): Promise<PaymentRow>;
}

export type MutationName = keyof Mutations;

/** The mutations seen from a scope: an `agent:` scope fills in `agent_id`, an `org:` scope `org_id`. */
export type ScopedMutations = {
  [N in MutationName]: (
    request: Optional<Parameters<Mutations[N]>[0], 'agent_id' | 'org_id'>,
  ) => ReturnType<Mutations[N]>;
};

type Optional<T, K extends string> = Omit<T, K> & Partial<Pick<T, K & keyof T>>;

const owners: { readonly [N in MutationName]?: 'agent_id' | 'org_id' } = {
  createAgent: 'org_id',
  postMessage: 'agent_id',
  recordStep: 'agent_id',
  proposeChange: 'agent_id',
};

/** The request as the scope completes it. */
export function scopedRequest(name: MutationName, request: object, scope: Scope): object {
  const given = request as Record<string, unknown>;
  const kind = scope.startsWith('org:') ? 'org_id' : 'agent_id';
  if (name === 'openAccount') {
    return (given['agent_id'] ?? given['org_id']) ? request : { ...request, [kind]: scopeId(scope) };
  }
  const field = owners[name];
  if (field === undefined || given[field] !== undefined) {
    return request;
  }
  if (field !== kind) {
    const detail = `${name} in ${scope} needs ${field}.`;
    throw new SyncProblem({ code: 'invalid_value', detail, retryable: false, status: 0, field });
  }
  return { ...request, [field]: scopeId(scope) };
}
