import type { Row } from '../src/model.js';
import type { Overlay } from '../src/overlay.js';
import { agentIds, agentScope, type Change, World } from './world.js';

export interface Sent {
  overlay: Overlay;
  change: Change;
  /** What the server made of it: the sync id, also of a command that changed nothing. */
  syncId: number | null;
}

/** The same as the replica, the plain way: everything is worked out anew from what is confirmed. */
export class Model {
  readonly world = new World(agentScope);
  cursor = 0;
  sent: Sent[] = [];
  overlays: Overlay[] = [];
  private made = 0;

  rows(overlays = this.overlays): Map<string, Row> {
    const rows = new Map(this.world.rowsAt(this.cursor));
    for (const { model, id, action, data } of overlays) {
      const key = `${model}:${id}`;
      const row = rows.get(key);
      if (action === 'delete') {
        rows.delete(key);
      } else if (action === 'insert' ? row === undefined : row !== undefined) {
        rows.set(key, { ...row, ...data } as unknown as Row);
      }
    }
    return rows;
  }

  overlayOf({ model, id, action, fields }: Change): Overlay {
    this.made += 1;
    const at = new Date(1e12 + this.made).toISOString();
    const owners = model === 'Agent' ? { id: agentIds[0] } : { id, agent_id: agentIds[0] };
    const data = {
      insert: { ...owners, ...fields, created_at: at, updated_at: at },
      update: fields,
      delete: null,
    };
    const rowId = model === 'Agent' && action === 'insert' ? agentIds[0] : id;
    return { mutationId: `mine-${this.made}`, model, id: rowId, action, data: data[action], syncId: null };
  }

  add(overlay: Overlay): void {
    if (overlay.action === 'insert' || this.rows().has(`${overlay.model}:${overlay.id}`)) {
      this.overlays.push(overlay);
    }
  }

  /** @param told whether each event told its mutation */
  reach(cursor: number, told = true): void {
    const events = told ? this.world.between(this.cursor, cursor) : [];
    const seen = new Set(events.map((event) => event.mutation_id));
    this.cursor = cursor;
    this.overlays = this.overlays.filter(
      ({ mutationId, syncId }) => !seen.has(mutationId) && (syncId === null || syncId > cursor),
    );
  }

  take(which: number): Sent | undefined {
    return this.sent.splice(which % Math.max(this.sent.length, 1), 1)[0];
  }
}
