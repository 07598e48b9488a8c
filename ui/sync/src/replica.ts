import type {
  BootstrapResponse,
  CompactedDeltaResponse,
  SyncAction,
  SyncEvent,
  Uuid,
} from './generated/protocol.js';
import {
  isModelName,
  listedBy,
  type ModelName,
  modelNames,
  type Row,
  type Scope,
  scopeId,
  type TimelineEntry,
} from './model.js';
import type { Change } from './ordered.js';
import { Table } from './table.js';
import { isTimelineModel, type Tables, Timelines, timelineEntry } from './timelines.js';

/** What a mutation does to one row before the server has said so. */
export interface Overlay {
  readonly mutationId: string;
  readonly model: ModelName;
  readonly id: Uuid;
  readonly action: SyncAction;
  /** The whole row for insert, the changed fields for update, null for delete. */
  readonly data: Readonly<Record<string, unknown>> | null;
  /** The last sync id that the mutation produced, once the server has answered. */
  readonly syncId: number | null;
}

/**
 * One scope's rows as shown: what the server confirmed, with the overlays of pending mutations on top. A value;
 * every function below makes a new one that shares all that did not change.
 *
 * Invariants, each held by a property test that names it:
 * R1 Snapshot at A + the events in (A, B] = snapshot at A + the compacted delta from A = snapshot at B.
 * R2 What is shown = the confirmed rows with the overlays applied in order; nothing else.
 * R3 An overlay goes in the same step in which its event comes, or its sync id is reached; never before, never after.
 * R4 A mutation that is taken back leaves no trace.
 * R5 Rows, tables and lists that a step does not concern are the same objects after it.
 * R6 Lists are in the order of time, then id.
 */
export interface Replica {
  readonly scope: Scope;
  readonly tables: Tables;
  readonly timelines: Timelines;
  /** Confirmed rows (undefined: none) of the ids that have overlays; elsewhere what is shown is confirmed. */
  readonly beneath: ReadonlyMap<string, Row | undefined>;
  /** In the order in which the user made them. */
  readonly overlays: readonly Overlay[];
  /** Everything of the scope up to this sync id is in here. */
  readonly lastSyncId: number;
  readonly epoch: Uuid | null;
}

type Touched = Map<ModelName, Map<Uuid, Row | undefined>>;

export function emptyReplica(scope: Scope): Replica {
  const tables = tablesOf(() => []);
  return {
    scope,
    tables,
    timelines: Timelines.of(tables),
    beneath: new Map(),
    overlays: [],
    lastSyncId: 0,
    epoch: null,
  };
}

/**
 * Folds confirmed events in. In the same step the overlays go whose event is among them, or whose sync id the
 * cursor has reached: no state is ever shown with neither, or with both.
 */
export function foldEvents(replica: Replica, events: readonly SyncEvent[], cursor: number): Replica {
  const touched: Touched = new Map();
  const seen = new Set<string>();
  for (const event of events) {
    seen.add(event.mutation_id);
    if (isModelName(event.model)) {
      const rows = touchedRows(touched, event.model);
      const before = rows.has(event.model_id)
        ? rows.get(event.model_id)
        : confirmedRow(replica, event.model, event.model_id);
      rows.set(event.model_id, foldRow(event, before));
    }
  }
  const gone = (overlay: Overlay): boolean => seen.has(overlay.mutationId) || reached(overlay, cursor);
  return rebase({ ...replica, lastSyncId: cursor }, touched, gone);
}

/** Puts the rows that changed and takes away those that went, all in one step; overlays stay on top as with events. */
export function foldRows(replica: Replica, { models, deleted, lastSyncId }: CompactedDeltaResponse): Replica {
  const touched: Touched = new Map();
  for (const model of modelNames) {
    const rows = touchedRows(touched, model);
    for (const row of rowsOf(replica, models, model)) {
      rows.set(row.id, row);
    }
    for (const id of (deleted[`${model}s`] ?? []) as Uuid[]) {
      rows.set(id, undefined);
    }
  }
  return rebase({ ...replica, lastSyncId }, touched, (overlay) => reached(overlay, lastSyncId));
}

/** Swaps everything confirmed for a snapshot; `pending` overlays that it does not contain yet go on top. */
export function replaceAll(
  replica: Replica,
  snapshot: BootstrapResponse,
  pending: readonly Overlay[],
): Replica {
  const sameLog = snapshot.epoch === replica.epoch;
  const tables = tablesOf((model) => rowsOf(replica, snapshot.models, model));
  const replaced: Replica = {
    scope: replica.scope,
    tables,
    timelines: Timelines.of(tables),
    beneath: new Map(),
    overlays: [],
    lastSyncId: snapshot.lastSyncId,
    epoch: snapshot.epoch,
  };
  return pending
    .filter((overlay) => overlay.syncId === null || (sameLog && !reached(overlay, snapshot.lastSyncId)))
    .reduce(addOverlay, replaced);
}

/** Shows a mutation at once, if it concerns this scope. */
export function addOverlay(replica: Replica, overlay: Overlay): Replica {
  if (!concerns(replica, overlay)) {
    return replica;
  }
  const confirmed = confirmedRow(replica, overlay.model, overlay.id);
  const touched: Touched = new Map([[overlay.model, new Map([[overlay.id, confirmed]])]]);
  return rebase({ ...replica, overlays: [...replica.overlays, overlay] }, touched, () => false);
}

/** The server has taken the mutation: its overlay goes as soon as the scope has come as far as its sync id. */
export function confirmOverlay(replica: Replica, mutationId: string, syncId: number): Replica {
  if (replica.lastSyncId >= syncId) {
    return dropOverlay(replica, mutationId);
  }
  if (!holdsOverlay(replica, mutationId)) {
    return replica;
  }
  const overlays = replica.overlays.map((overlay) =>
    overlay.mutationId === mutationId ? { ...overlay, syncId } : overlay,
  );
  return { ...replica, overlays };
}

/** Takes a mutation back as if it had never been made; later ones on the same row stay. */
export function dropOverlay(replica: Replica, mutationId: string): Replica {
  return holdsOverlay(replica, mutationId)
    ? rebase(replica, new Map(), (overlay) => overlay.mutationId === mutationId)
    : replica;
}

export function holdsOverlay(replica: Replica, mutationId: string): boolean {
  return replica.overlays.some((overlay) => overlay.mutationId === mutationId);
}

/** Sets confirmed rows, takes overlays away, and shows what is left on top, for the rows concerned only. */
function rebase(replica: Replica, touched: Touched, gone: (overlay: Overlay) => boolean): Replica {
  const overlays: Overlay[] = [];
  for (const overlay of replica.overlays) {
    if (gone(overlay)) {
      const rows = touchedRows(touched, overlay.model);
      if (!rows.has(overlay.id)) {
        rows.set(overlay.id, confirmedRow(replica, overlay.model, overlay.id));
      }
    } else {
      overlays.push(overlay);
    }
  }
  const beneath = new Map(replica.beneath);
  const tables: Record<string, Table<Row>> = { ...replica.tables };
  const timeline: Change<TimelineEntry>[] = [];
  for (const [model, rows] of touched) {
    const table = replica.tables[model] as Table<Row>;
    for (const [id, confirmed] of rows) {
      const above = overlays.filter((overlay) => overlay.model === model && overlay.id === id);
      if (above.length === 0) {
        beneath.delete(keyOf(model, id));
      } else {
        beneath.set(keyOf(model, id), confirmed);
      }
      const shown = above.reduce(overlayRow, confirmed);
      rows.set(id, shown);
      timelineChange(timeline, model, table.get(id), shown);
    }
    tables[model] = table.with(rows);
  }
  const next = tables as unknown as Tables;
  return { ...replica, tables: next, timelines: replica.timelines.with(next, timeline), beneath, overlays };
}

function timelineChange(
  changes: Change<TimelineEntry>[],
  model: ModelName,
  before: Row | undefined,
  after: Row | undefined,
): void {
  if (before !== after && isTimelineModel(model)) {
    changes.push({
      before: before && timelineEntry(model, before),
      after: after && timelineEntry(model, after),
    });
  }
}

function foldRow(event: SyncEvent, before: Row | undefined): Row | undefined {
  switch (event.action) {
    case 'insert':
      return event.data as unknown as Row;
    case 'update':
      return before && { ...before, ...(event.data as Partial<Row>) };
    case 'delete':
      return undefined;
  }
}

/** Overlays can be laid over their own effect without harm: that row may have arrived another way. */
function overlayRow(confirmed: Row | undefined, overlay: Overlay): Row | undefined {
  switch (overlay.action) {
    case 'insert':
      return confirmed ?? (overlay.data as unknown as Row);
    case 'update':
      return confirmed && { ...confirmed, ...overlay.data };
    case 'delete':
      return undefined;
  }
}

function confirmedRow(replica: Replica, model: ModelName, id: Uuid): Row | undefined {
  const key = keyOf(model, id);
  return replica.beneath.has(key) ? replica.beneath.get(key) : replica.tables[model].get(id);
}

function concerns(replica: Replica, overlay: Overlay): boolean {
  if (overlay.action !== 'insert') {
    return replica.tables[overlay.model].has(overlay.id);
  }
  const owner = replica.scope.startsWith('org:') ? 'org' : 'agent';
  const fields =
    overlay.model.toLowerCase() === owner ? ['id'] : [`${owner}_id`, `from_${owner}_id`, `to_${owner}_id`];
  return fields.some((field) => overlay.data?.[field] === scopeId(replica.scope));
}

function reached(overlay: Overlay, cursor: number): boolean {
  return overlay.syncId !== null && overlay.syncId <= cursor;
}

function touchedRows(touched: Touched, model: ModelName): Map<Uuid, Row | undefined> {
  const rows = touched.get(model) ?? new Map<Uuid, Row | undefined>();
  touched.set(model, rows);
  return rows;
}

function tablesOf(rows: (model: ModelName) => Row[]): Tables {
  return Object.fromEntries(
    modelNames.map((model) => [model, Table.of(rows(model), listedBy[model])]),
  ) as unknown as Tables;
}

/** The rows of a model in an answer. */
function rowsOf(replica: Replica, models: BootstrapResponse['models'], model: ModelName): Row[] {
  const rows = (models[`${model}s`] ?? []) as Row[];
  return rows.map((row) => unlessEqual(confirmedRow(replica, model, row.id), row));
}

/** A row that says the same keeps its identity, so that a resync re-renders nothing that did not change. */
function unlessEqual(known: Row | undefined, row: Row): Row {
  if (known === undefined) {
    return row;
  }
  const fields = Object.entries(row);
  const same =
    fields.length === Object.keys(known).length &&
    fields.every(([field, value]) =>
      saysTheSame((known as unknown as Record<string, unknown>)[field], value),
    );
  return same ? known : row;
}

/** Values of columns: plain ones, or lists that the server writes in one way. */
function saysTheSame(left: unknown, right: unknown): boolean {
  return left === right || (typeof right === 'object' && JSON.stringify(left) === JSON.stringify(right));
}

function keyOf(model: ModelName, id: Uuid): string {
  return `${model}:${id}`;
}
