import type { Uuid } from './generated/protocol.js';
import type { Models, Row, TimelineEntry, TimelineModel } from './model.js';
import { type Change, OrderedIndex, type Ordering } from './ordered.js';
import type { Table } from './table.js';

/** The tables of a scope, one per model. */
export type Tables = { readonly [M in keyof Models]: Table<Models[M]> };

const timelineModels: readonly TimelineModel[] = ['Message', 'ReasoningStep', 'CodeChange'];

const byAgent: Ordering<TimelineEntry> = {
  rowOf: (entry) => entry.row,
  groupOf: (entry) => entry.row.agent_id,
};

export function isTimelineModel(model: keyof Models): model is TimelineModel {
  return (timelineModels as readonly string[]).includes(model);
}

export function timelineEntry(model: TimelineModel, row: Row): TimelineEntry {
  return { model, row } as TimelineEntry;
}

/** What each agent did, of all models in one order. Built when first asked for, then carried along per change. */
export class Timelines {
  private constructor(
    private readonly tables: Tables,
    private index: OrderedIndex<TimelineEntry> | undefined,
  ) {}

  static of(tables: Tables): Timelines {
    return new Timelines(tables, undefined);
  }

  /** An agent's entries by time. The same array for as long as none of them changes. */
  of(agentId: Uuid): readonly TimelineEntry[] {
    this.index ??= OrderedIndex.of(byAgent, this.entries());
    return this.index.group(agentId);
  }

  with(tables: Tables, changes: readonly Change<TimelineEntry>[]): Timelines {
    return changes.length === 0 ? this : new Timelines(tables, this.index?.with(changes));
  }

  private *entries(): Iterable<TimelineEntry> {
    for (const model of timelineModels) {
      for (const row of this.tables[model].values()) {
        yield timelineEntry(model, row);
      }
    }
  }
}
