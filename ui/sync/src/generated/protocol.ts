// The wire protocol, version 1, as the Java records of shared-api say it; a test there fails when the two differ.
// Change those, not this, then: mvn -pl shared-api test -Dagentsync.approve=true

/** A UUID in its 36 character form. */
export type Uuid = string;

/** An instant in UTC as ISO-8601 with up to six decimals, such as `2026-01-31T12:00:00.123456Z`. */
export type Timestamp = string;

export type AgentStatus =
  | 'active'
  | 'retired';

export interface AgentRow {
  id: Uuid;
  org_id: Uuid;
  name: string;
  status: AgentStatus;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface ChangedFile {
  path: string;
  added: number;
  removed: number;
}

export type CodeChangeStatus =
  | 'proposed'
  | 'accepted'
  | 'rejected'
  | 'applied'
  | 'reverted';

export interface CodeChangeRow {
  id: Uuid;
  agent_id: Uuid;
  org_id: Uuid;
  title: string;
  base_revision: string;
  diff: string;
  files: ChangedFile[];
  author: string;
  status: CodeChangeStatus;
  reason: string | null;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface ErasureRow {
  id: Uuid;
  org_id: Uuid;
  subject: string;
  erased_by: string;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export type MessageRole =
  | 'user'
  | 'assistant'
  | 'system'
  | 'tool';

export interface MessageRow {
  id: Uuid;
  agent_id: Uuid;
  org_id: Uuid;
  role: MessageRole;
  content: string;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface OrgRow {
  id: Uuid;
  name: string;
  created_by: string;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export type AccountKind =
  | 'agent'
  | 'org'
  | 'outside';

export interface AccountRow {
  id: Uuid;
  org_id: Uuid;
  agent_id: Uuid | null;
  kind: AccountKind;
  currency: string;
  decimals: number;
  balance: number;
  reserved: number;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export type PaymentKind =
  | 'transfer'
  | 'deposit'
  | 'withdrawal';

export type PaymentStatus =
  | 'requested'
  | 'reserved'
  | 'settled'
  | 'failed'
  | 'refunded';

export interface PaymentRow {
  id: Uuid;
  org_id: Uuid;
  from_agent_id: Uuid | null;
  to_agent_id: Uuid | null;
  from_account_id: Uuid;
  to_account_id: Uuid;
  kind: PaymentKind;
  amount: number;
  currency: string;
  memo: string;
  status: PaymentStatus;
  refunded: number;
  failure: string | null;
  expires_at: Timestamp | null;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface PostingRow {
  id: Uuid;
  org_id: Uuid;
  agent_id: Uuid | null;
  account_id: Uuid;
  payment_id: Uuid;
  amount: number;
  balance: number;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface ReasoningStepRow {
  id: Uuid;
  agent_id: Uuid;
  org_id: Uuid;
  thought: string;
  action: string;
  observation: string | null;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface CreateAgentRequest {
  id?: Uuid;
  org_id: Uuid;
  name: string;
}

export interface RenameAgentRequest {
  name: string;
}

export interface ChangeReasonRequest {
  reason: string;
}

export interface ProposeChangeRequest {
  id?: Uuid;
  agent_id: Uuid;
  title: string;
  base_revision?: string;
  diff: string;
}

export interface EraseSubjectRequest {
  org_id: Uuid;
  subject: string;
}

export interface EditMessageRequest {
  content: string;
}

export interface PostMessageRequest {
  id?: Uuid;
  agent_id: Uuid;
  role?: MessageRole;
  content: string;
}

export interface CreateOrgRequest {
  id?: Uuid;
  name: string;
}

export interface FailPaymentRequest {
  reason: string;
}

export interface MoveFundsRequest {
  id?: Uuid;
  amount: number;
  memo?: string;
}

export interface OpenAccountRequest {
  agent_id?: Uuid;
  org_id?: Uuid;
  currency: string;
}

export interface RefundPaymentRequest {
  amount?: number;
}

export interface RequestPaymentRequest {
  id?: Uuid;
  from_account_id: Uuid;
  to_account_id: Uuid;
  amount: number;
  currency: string;
  memo?: string;
}

export interface ReservePaymentRequest {
  expires_in_seconds?: number;
}

export interface ObserveStepRequest {
  observation: string;
}

export interface RecordStepRequest {
  id?: Uuid;
  agent_id: Uuid;
  thought?: string;
  action?: string;
  observation?: string;
}

export type RebuildKind =
  | 'rebuild'
  | 'verify'
  | 'repair'
  | 'rollback'
  | 'log';

export interface RebuildRequest {
  kind?: RebuildKind;
  models?: string[];
  scope?: string;
  meaning_changed?: boolean;
}

export type SyncAction =
  | 'insert'
  | 'update'
  | 'delete';

export interface SyncEvent {
  id: number;
  prev_id: number;
  scope: string;
  model: string;
  model_id: Uuid;
  action: SyncAction;
  data: Record<string, unknown> | null;
  mutation_id: string;
  event_id: Uuid;
  created_at: Timestamp;
}

export interface BootstrapResponse {
  models: Record<string, unknown[]>;
  lastSyncId: number;
  epoch: Uuid;
}

export interface DeltaResponse {
  events: SyncEvent[];
  latestSyncId: number;
  hasMore: boolean;
  epoch: Uuid;
}

export interface CompactedDeltaResponse {
  models: Record<string, unknown[]>;
  deleted: Record<string, unknown[]>;
  lastSyncId: number;
  epoch: Uuid;
}

export type ActorKind =
  | 'person'
  | 'agent'
  | 'service';

export interface FieldChange {
  from: unknown;
  to: unknown;
}

export interface RowAlteration {
  model: string;
  id: Uuid;
  action: SyncAction;
  changes: Record<string, FieldChange>;
}

export interface HistoryEntry {
  index: number;
  eventId: Uuid;
  type: string;
  time: Timestamp;
  actor?: string;
  actorKind?: ActorKind;
  mutationId?: string;
  correlationId?: string;
  causationId?: string;
  action?: SyncAction;
  changes: Record<string, FieldChange>;
  also: RowAlteration[];
  projected: boolean;
  unreadable?: string;
}

export interface HistoryResponse {
  model: string;
  id: Uuid;
  entries: HistoryEntry[];
  nextCursor?: number;
}

export interface TracedCommand {
  name?: string;
  commandId?: string;
  actor?: string;
  actorKind?: ActorKind;
  correlationId?: string;
  orgId: Uuid;
  storedAt: Timestamp;
}

export type Projection =
  | 'projected'
  | 'no_longer_logged'
  | 'set_aside'
  | 'waiting'
  | 'not_yet';

export interface TracedSyncEvent {
  id: number;
  scope: string;
  model: string;
  modelId: Uuid;
  action: SyncAction;
}

export interface TracedEvent {
  index: number;
  eventId: Uuid;
  type: string;
  aggregateId: Uuid;
  time: Timestamp;
  actor?: string;
  actorKind?: ActorKind;
  correlationId?: string;
  causationId?: string;
  projection: Projection;
  reason?: string;
  syncEvents: TracedSyncEvent[];
  syncEventsLeftOut: number;
}

export interface TraceResponse {
  mutationId: string;
  command: TracedCommand;
  changedNothing: boolean;
  events: TracedEvent[];
}

export type RebuildState =
  | 'waiting'
  | 'running'
  | 'paused'
  | 'done'
  | 'failed'
  | 'cancelled';

export type RebuildPhase =
  | 'replaying'
  | 'indexing'
  | 'catching_up'
  | 'comparing'
  | 'flipping'
  | 'ended';

export interface ComparedModel {
  model: string;
  rows: number;
  changed: number;
  missing: number;
  extra: number;
}

export interface OrgLeft {
  orgId: Uuid;
  reason: string;
}

export type Difference =
  | 'changed'
  | 'missing'
  | 'extra';

export interface DifferingValues {
  is?: string;
  shouldBe?: string;
}

export interface DifferingRow {
  model: string;
  id: Uuid;
  difference: Difference;
  columns: Record<string, DifferingValues>;
}

export interface RebuildReport {
  position: number;
  models: ComparedModel[];
  rowsCompared: number;
  rowsDiffering: number;
  rowsDifferingUnseen: number;
  scopesDiffering: number;
  syncEvents: number;
  resync?: string;
  lockedMilliseconds: number;
  orgsLeft: OrgLeft[];
  examples: DifferingRow[];
}

export interface RebuildRun {
  id: Uuid;
  kind: RebuildKind;
  state: RebuildState;
  phase: RebuildPhase;
  models: string[];
  scope?: string;
  requestedBy: string;
  requestedAt: Timestamp;
  startedAt?: Timestamp;
  endedAt?: Timestamp;
  eventsDone: number;
  eventsOf: number;
  eventsPerSecond: number;
  secondsLeft?: number;
  reason?: string;
  rollbackUntil?: Timestamp;
  report?: RebuildReport;
}

export interface RebuildsResponse {
  runs: RebuildRun[];
}

export type RejectionCode =
  | 'malformed_json'
  | 'unknown_field'
  | 'invalid_value'
  | 'scope_invalid'
  | 'unauthenticated'
  | 'token_expired'
  | 'forbidden'
  | 'dev_issuer_refused'
  | 'not_found'
  | 'scope_unknown'
  | 'route_unknown'
  | 'method_not_allowed'
  | 'not_acceptable'
  | 'gone'
  | 'resync_required'
  | 'payload_too_large'
  | 'unsupported_media_type'
  | 'text_empty'
  | 'text_too_long'
  | 'text_not_storable'
  | 'idempotency_key_reused'
  | 'diff_invalid'
  | 'amount_invalid'
  | 'currency_unknown'
  | 'currency_mismatch'
  | 'same_account'
  | 'frame_malformed'
  | 'frame_unknown_type'
  | 'frame_binary'
  | 'too_many_subscriptions'
  | 'id_taken'
  | 'agent_retired'
  | 'already_observed'
  | 'illegal_step'
  | 'insufficient_funds'
  | 'conflict'
  | 'overloaded'
  | 'too_slow'
  | 'unavailable'
  | 'internal';

export type ResyncReason =
  | 'retention'
  | 'epoch'
  | 'ahead';

export type ResyncRung =
  | 'compacted'
  | 'bootstrap';

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  code: RejectionCode;
  retryable: boolean;
  field?: string;
  reason?: ResyncReason;
  next?: ResyncRung;
  oldestSyncId?: number;
  oldestTime?: Timestamp;
}

export interface SubscribeFrame {
  type: 'subscribe';
  scope: string;
  lastSyncId: number;
  epoch?: Uuid;
  models?: string[];
}

export interface UnsubscribeFrame {
  type: 'unsubscribe';
  scope: string;
}

export interface AuthFrame {
  type: 'auth';
  token: string;
}

export interface PingFrame {
  type: 'ping';
}

export type ClientFrame =
  | SubscribeFrame
  | UnsubscribeFrame
  | AuthFrame
  | PingFrame;

export interface BootstrapFrame {
  type: 'bootstrap';
  scope: string;
  models: Record<string, unknown[]>;
  lastSyncId: number;
  epoch: Uuid;
  done: boolean;
}

export interface DeltaFrame {
  type: 'delta';
  scope: string;
  events: SyncEvent[];
  latestSyncId: number;
}

export interface SubscribedFrame {
  type: 'subscribed';
  scope: string;
  latestSyncId: number;
  epoch: Uuid;
}

export interface UnsubscribedFrame {
  type: 'unsubscribed';
  scope: string;
}

export interface ResyncFrame {
  type: 'resync';
  scope: string;
  reason: ResyncReason;
  next: ResyncRung;
}

export interface ReconnectFrame {
  type: 'reconnect';
  afterMs: number;
}

export interface AuthenticatedFrame {
  type: 'authenticated';
  expiresAt: Timestamp;
}

export interface ErrorFrame {
  type: 'error';
  code: RejectionCode;
  message: string;
  scope?: string;
  retryable: boolean;
}

export interface PongFrame {
  type: 'pong';
}

export type ServerFrame =
  | BootstrapFrame
  | DeltaFrame
  | SubscribedFrame
  | UnsubscribedFrame
  | ResyncFrame
  | ReconnectFrame
  | AuthenticatedFrame
  | ErrorFrame
  | PongFrame;
