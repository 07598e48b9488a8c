import type {
  AccountRow,
  AgentRow,
  CodeChangeRow,
  MessageRow,
  OrgRow,
  PaymentRow,
  PostingRow,
  ReasoningStepRow,
  Uuid,
} from './generated/protocol.js';

/** Every model by its name in sync events, with its row. */
export interface Models {
  Org: OrgRow;
  Agent: AgentRow;
  Message: MessageRow;
  ReasoningStep: ReasoningStepRow;
  CodeChange: CodeChangeRow;
  Account: AccountRow;
  Payment: PaymentRow;
  Posting: PostingRow;
}

export type ModelName = keyof Models;

/** By which column a table keeps its rows in lists; all rows in one list where it is empty. */
export const listedBy: { readonly [M in ModelName]: '' | (keyof Models[M] & string) } = {
  Org: '',
  Agent: '',
  Message: 'agent_id',
  ReasoningStep: 'agent_id',
  CodeChange: 'agent_id',
  Account: '',
  Payment: '',
  Posting: 'account_id',
};

export const modelNames = Object.keys(listedBy) as readonly ModelName[];

/** What all rows share. Rows are values: a changed row is a new object. */
export interface Row {
  readonly id: Uuid;
  readonly created_at: string;
  readonly updated_at: string;
}

/** What one subscribes to: an org with all that its agents do, or a single agent. */
export type Scope = `org:${Uuid}` | `agent:${Uuid}`;

export function scopeId(scope: Scope): Uuid {
  return scope.slice(scope.indexOf(':') + 1);
}

/** The models whose rows belong to an agent and make up its timeline. */
export type TimelineModel = { [M in ModelName]: Models[M] extends { agent_id: Uuid } ? M : never }[ModelName];

/** One thing that an agent did; `model` tells which, and so the type of `row`. */
export type TimelineEntry = {
  [M in TimelineModel]: { readonly model: M; readonly row: Models[M] };
}[TimelineModel];

export function isModelName(name: string): name is ModelName {
  return Object.hasOwn(listedBy, name);
}

/** The models to ask for, as a query names them; null for all. There is no name for none. */
export function modelsBut(
  absent: ReadonlySet<ModelName>,
  followed: readonly ModelName[] | null = null,
): string | null {
  return followed === null && absent.size === 0
    ? null
    : (followed ?? modelNames).filter((model) => !absent.has(model)).join(',') || 'Org';
}
