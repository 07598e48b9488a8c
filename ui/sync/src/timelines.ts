import type { Uuid } from './generated/protocol.js';
import type { ModelName, Models, Row, TimelineEntry, TimelineModel } from './model.js';
import { type Change, compareRows, type Fresh, revised } from './ordered.js';
import type { Table } from './table.js';

/** The tables of a scope, one per model. */
export type Tables = { readonly [M in keyof Models]: Table<Models[M]> };

export const timelineModels: readonly ModelName[] = [
  'Message',
  'ReasoningStep',
  'CodeChange',
] satisfies TimelineModel[];

/** A change of a row that belongs to a timeline. */
export interface TimelineChange extends Change<Row> {
  readonly model: ModelName;
}

type Entries = readonly TimelineEntry[];

const rowOf = ({ row }: TimelineEntry): Row => row;
const entryOf = (model: ModelName, row: Row): TimelineEntry => ({ model, row }) as TimelineEntry;

/** What each agent did, of all models in one order. Made when first asked for, then carried along per change. */
export class Timelines {
  constructor(
    private readonly tables: Tables,
    private readonly made: Map<Uuid, Entries> = new Map(),
  ) {}

  /** An agent's entries by time. The same array for as long as none of them changes. */
  of(agentId: Uuid): Entries {
    let entries = this.made.get(agentId);
    if (!entries) {
      const lists = timelineModels
        .map((model) => this.tables[model].byAgent(agentId).map((row) => entryOf(model, row)))
        .filter((list) => list.length > 0);
      // Sorting what consists of a few lists in order merges them.
      entries = lists.length === 1 ? lists.flat() : lists.flat().sort((a, b) => compareRows(a.row, b.row));
      this.made.set(agentId, entries);
    }
    return entries;
  }

  with(tables: Tables, changes: readonly TimelineChange[], fresh: Fresh): Timelines {
    if (changes.length === 0) {
      return this;
    }
    const made = new Map(this.made);
    for (const [agentId, entries] of made) {
      const of = (side: 'before' | 'after') =>
        changes.flatMap(({ model, [side]: row }) =>
          row && 'agent_id' in row && row.agent_id === agentId ? entryOf(model, row) : [],
        );
      const [gone, come] = [of('before'), of('after')];
      gone.length + come.length > 0 && made.set(agentId, revised(entries, gone, come, rowOf, fresh));
    }
    return new Timelines(tables, made);
  }
}
