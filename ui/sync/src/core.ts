/** The client without React: for Node, workers and other frameworks. */
export {
  type AgentSync,
  type AgentSyncOptions,
  createAgentSync,
  type MadeMutation,
  type ScopeSnapshots,
} from './agent-sync.js';
export { erasedText } from './erased.js';
export type * from './generated/protocol.js';
export type { Readable, ScopeHandle } from './handle.js';
export type { Fetch, HttpCall } from './http.js';
export { defaultLimits, type Limits } from './limits.js';
export type { ModelName, Models, Row, Scope, TimelineEntry, TimelineModel } from './model.js';
export { modelNames } from './model.js';
export type { MutationName, Mutations, ScopedMutations } from './mutations.js';
export type { Overlay } from './overlay.js';
export type { PendingMutation } from './pending.js';
export { type ProblemCode, type ProblemFacts, SyncProblem } from './problem.js';
export type { SyncState } from './scope-store.js';
export type { Snapshot, SyncStorage, SyncTabs } from './seams.js';
export * from './selectors.js';
export type { SocketConstructor, SocketLike } from './socket.js';
export type { ConnectionState, ConnectionStatus } from './status.js';
export { Table } from './table.js';
export { compareTimestamps } from './time.js';
export type { Tables, Timelines } from './timelines.js';
export type { TokenOption } from './token.js';
export { uuidv7 } from './uuid.js';
