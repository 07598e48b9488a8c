import type { BootstrapResponse, CompactedDeltaResponse, SyncEvent, Uuid } from './generated/protocol.js';
import { isModelName, listedBy, type ModelName, modelNames, type Row, type Scope, scopeId } from './model.js';
import type { Fresh } from './ordered.js';
import { foldRow, type Overlay, overlayRow, unlessEqual } from './overlay.js';
import { clientProblem, type SyncProblem } from './problem.js';
import { Table } from './table.js';
import { type Tables, type TimelineChange, Timelines, timelineModels } from './timelines.js';

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
  /** Models whose rows are not held: their tables have own pending changes in them, at most. */
  readonly absent: ReadonlySet<ModelName>;
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

/** How far rows go: the sync id and the life of the log that it belongs to. */
export interface Point {
  readonly lastSyncId: number;
  readonly epoch: Uuid | null;
}

/** A line of an answer that streams. */
export interface Line {
  readonly model: string;
  readonly row?: Row;
  /** The id of a row that is gone. */
  readonly deleted?: Uuid;
}

/** Rows of an answer that came as a whole. */
export interface Rows {
  readonly models: Record<string, unknown[]>;
  readonly deleted?: Record<string, unknown[]> | undefined;
}

type Touched = Map<ModelName, Map<Uuid, Row | undefined>>;

const never = (): boolean => false;
const always = (): boolean => true;

export function emptyReplica(scope: Scope, absent: ReadonlySet<ModelName> = new Set()): Replica {
  const tables = Object.fromEntries(
    modelNames.map((model) => [model, Table.of([], listedBy[model])]),
  ) as unknown as Tables;
  const timelines = new Timelines(tables);
  return { scope, absent, tables, timelines, beneath: new Map(), overlays: [], lastSyncId: 0, epoch: null };
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
    const { model, model_id: id } = event;
    if (isModelName(model) && !replica.absent.has(model)) {
      const rows = touchedRows(touched, model);
      rows.set(id, foldRow(event, rows.has(id) ? rows.get(id) : confirmedRow(replica, model, id)));
    }
  }
  const gone = (overlay: Overlay): boolean => seen.has(overlay.mutationId) || reached(overlay, cursor);
  return rebase({ ...replica, lastSyncId: cursor }, touched, gone);
}

/** Without overlays: what the server confirmed. */
export function confirmed(replica: Replica): Replica {
  return rebase(replica, new Map(), always);
}

/**
 * Adds rows that a load brought to those that it brought before. What `known` says too keeps its identity.
 *
 * @param fresh what the load made, as long as nobody has seen it: then each part costs what it brings, however many
 *     there were before
 */
export function foldLines(
  rows: Replica,
  known: Replica,
  lines: readonly Line[],
  fresh: Fresh = new Set(),
): Replica {
  const touched: Touched = new Map();
  for (const { model, row, deleted } of lines) {
    if (isModelName(model) && !rows.absent.has(model)) {
      const id = row?.id ?? (deleted as Uuid);
      touchedRows(touched, model).set(id, row && unlessEqual(confirmedRow(known, model, id), row));
    }
  }
  return rebase(rows, touched, never, fresh);
}

/** Swaps everything confirmed for loaded rows; `pending` overlays that they do not contain yet go on top. */
export function swap(
  replica: Replica,
  rows: Replica,
  point: Point,
  pending: readonly Overlay[],
  lay = addOverlay,
): Replica {
  const sameLog = replica.epoch === null || replica.epoch === point.epoch;
  return pending
    .filter((overlay) => overlay.syncId === null || (sameLog && !reached(overlay, point.lastSyncId)))
    .reduce(lay, { ...rows, lastSyncId: point.lastSyncId, epoch: point.epoch });
}

/** The same where only changed rows were loaded: the overlays are those that there are. */
export function swapChanged(replica: Replica, rows: Replica, point: Point): Replica {
  return swap(replica, rows, point, replica.overlays, layOverlay);
}

/** A snapshot that is there as a whole. What of `lazy` it does not name is absent. */
export function replaceAll(
  replica: Replica,
  snapshot: BootstrapResponse,
  pending: readonly Overlay[],
  lazy: ReadonlySet<ModelName> = new Set(),
): Replica {
  const absent = new Set([...lazy].filter((model) => !(`${model}s` in snapshot.models)));
  const rows = foldLines(emptyReplica(replica.scope, absent), replica, linesOf(snapshot));
  return swap(replica, rows, snapshot, pending);
}

/** Puts the rows that changed and takes away those that went, all in one step; overlays stay on top. */
export function foldRows(replica: Replica, changes: CompactedDeltaResponse): Replica {
  const rows = foldLines(confirmed(replica), replica, linesOf(changes));
  return swapChanged(replica, rows, changes);
}

/** An answer that came as a whole, as lines. */
export function linesOf({ models, deleted = {} }: Rows): Line[] {
  return modelNames.flatMap((model) => [
    ...((models[`${model}s`] ?? []) as Row[]).map((row) => ({ model, row })),
    ...((deleted[`${model}s`] ?? []) as Uuid[]).map((id) => ({ model, deleted: id })),
  ]);
}

/** Rows beyond the limit are no part of anything: who asked for them is told so. */
export function tooManyRows(scopeRowsMax: number): SyncProblem {
  const detail = `More than ${scopeRowsMax} rows: follow less (\`models\`, \`lazy\`), or raise \`scopeRowsMax\`.`;
  return clientProblem('too_many_rows', detail);
}

/** How many rows are shown. */
export function sizeOf({ tables }: Replica): number {
  return modelNames.reduce((sum, model) => sum + tables[model].size, 0);
}

/** Shows a mutation at once, if it concerns this scope and is not in its rows yet: another tab may tell of it late. */
export function addOverlay(replica: Replica, overlay: Overlay): Replica {
  const shows = concerns(replica, overlay) && !reached(overlay, replica.lastSyncId);
  return shows ? layOverlay(replica, overlay) : replica;
}

function layOverlay(replica: Replica, overlay: Overlay): Replica {
  const { model, id } = overlay;
  const touched: Touched = new Map([[model, new Map([[id, confirmedRow(replica, model, id)]])]]);
  return rebase({ ...replica, overlays: [...replica.overlays, overlay] }, touched, never);
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
function rebase(
  replica: Replica,
  touched: Touched,
  gone: (overlay: Overlay) => boolean,
  fresh: Fresh = new Set(),
): Replica {
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
  const changes: TimelineChange[] = [];
  for (const [model, rows] of touched) {
    const table = replica.tables[model] as Table<Row>;
    for (const [id, confirmedOne] of rows) {
      const above =
        overlays.length === 0 ? overlays : overlays.filter((each) => each.model === model && each.id === id);
      const after = above.reduce(overlayRow, confirmedOne);
      if (above.length > 0) {
        beneath.set(keyOf(model, id), confirmedOne);
      } else if (beneath.size > 0) {
        beneath.delete(keyOf(model, id));
      }
      rows.set(id, after);
      const before = table.get(id);
      if (before !== after && timelineModels.includes(model)) {
        changes.push({ model, before, after });
      }
    }
    tables[model] = table.with(rows, fresh);
  }
  const next = tables as unknown as Tables;
  return {
    ...replica,
    tables: next,
    timelines: replica.timelines.with(next, changes, fresh),
    beneath,
    overlays,
  };
}

/** A row as the server confirmed it. */
export function confirmedRow(replica: Replica, model: ModelName, id: Uuid): Row | undefined {
  const { beneath } = replica;
  // Most of the time nothing is pending, and many rows come at once.
  const key = beneath.size === 0 ? '' : keyOf(model, id);
  return beneath.has(key) ? beneath.get(key) : replica.tables[model].get(id);
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

function keyOf(model: ModelName, id: Uuid): string {
  return `${model}:${id}`;
}
