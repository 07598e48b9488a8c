import type { SyncAction, SyncEvent, Uuid } from './generated/protocol.js';
import type { ModelName, Row } from './model.js';

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

export function foldRow(event: SyncEvent, before: Row | undefined): Row | undefined {
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
export function overlayRow(confirmed: Row | undefined, overlay: Overlay): Row | undefined {
  switch (overlay.action) {
    case 'insert':
      return confirmed ?? (overlay.data as unknown as Row);
    case 'update':
      return confirmed && { ...confirmed, ...overlay.data };
    case 'delete':
      return undefined;
  }
}

/** A row that says the same keeps its identity, so that a resync re-renders nothing that did not change. */
export function unlessEqual(known: Row | undefined, row: Row): Row {
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
