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
import { type ModelName, type Models, scopeId, type TimelineEntry } from './model.js';
import type { SyncState } from './scope-store.js';

/*
 * Selectors for `useAgentSync(scope, selector)`. Each gives the same object for as long as what it shows did not
 * change, so that the component renders for nothing else.
 */

/** One row by id; undefined when there is none. */
export const selectRow =
  <M extends ModelName>(model: M, id: Uuid) =>
  (state: SyncState): Models[M] | undefined =>
    state.models[model].get(id);

/** The org of an `org:` scope. */
export const selectOrg = (state: SyncState): OrgRow | undefined => state.models.Org.get(scopeId(state.scope));

/** The agents, oldest first. */
export const selectAgents = (state: SyncState): readonly AgentRow[] => state.models.Agent.inOrder();

/** An agent's messages, oldest first. */
export const selectMessages =
  (agentId: Uuid) =>
  (state: SyncState): readonly MessageRow[] =>
    state.models.Message.byAgent(agentId);

/** An agent's reasoning steps, oldest first. */
export const selectSteps =
  (agentId: Uuid) =>
  (state: SyncState): readonly ReasoningStepRow[] =>
    state.models.ReasoningStep.byAgent(agentId);

/** An agent's code changes, oldest first. */
export const selectCodeChanges =
  (agentId: Uuid) =>
  (state: SyncState): readonly CodeChangeRow[] =>
    state.models.CodeChange.byAgent(agentId);

/** The accounts, oldest first: of agents, of the org, and those that stand for the outside. */
export const selectAccounts = (state: SyncState): readonly AccountRow[] => state.models.Account.inOrder();

/** The payments, oldest first. */
export const selectPayments = (state: SyncState): readonly PaymentRow[] => state.models.Payment.inOrder();

/** An account's postings, oldest first; each tells the balance after it. */
export const selectPostings =
  (accountId: Uuid) =>
  (state: SyncState): readonly PostingRow[] =>
    state.models.Posting.byAccount(accountId);

/** All that an agent did, oldest first: messages, reasoning steps and code changes in one list. */
export const selectTimeline =
  (agentId: Uuid) =>
  (state: SyncState): readonly TimelineEntry[] =>
    state.timelines.of(agentId);

/** Whether the row shows a change of one's own that is not confirmed yet. */
export const selectIsPending =
  (id: Uuid) =>
  (state: SyncState): boolean =>
    state.overlays.some((overlay) => overlay.id === id);
