import type { Row } from './model.js';
import { compareTimestamps } from './time.js';

/** The order of everything on a timeline: by time, then by id. */
export function compareRows(a: Row, b: Row): number {
  return compareTimestamps(a.created_at, b.created_at) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** A row before and after a change; one of them may be missing. */
export interface Change<R> {
  readonly before: R | undefined;
  readonly after: R | undefined;
}

/** What is known to nobody else yet, and so may be changed in place. */
export type Fresh = Set<object>;

const nothing: readonly never[] = [];

/**
 * A list in order without some of its entries and with others. Places are found by bisection and what lies between
 * them is copied, so that neither one change in a long list nor many changes at once cost a sort.
 */
export function revised<E>(
  list: readonly E[],
  gone: readonly E[],
  come: readonly E[],
  rowOf: (entry: E) => Row,
  fresh: Fresh,
): readonly E[] {
  const cuts = [
    ...gone.map((entry) => ({ entry, at: placeOf(list, rowOf(entry), rowOf), gone: 1 })),
    ...come.map((entry) => ({ entry, at: placeOf(list, rowOf(entry), rowOf), gone: 0 })),
  ].sort((a, b) => a.at - b.at || compareRows(rowOf(a.entry), rowOf(b.entry)));
  const first = cuts[0]?.at ?? list.length;
  const own = fresh.has(list);
  const next = own ? (list as E[]) : list.slice(0, first);
  // What lies before the first place stays where it is: a copy for each part of a load would be one of all rows.
  const rest = own ? next.splice(first) : list.slice(first);
  fresh.add(next);
  let from = 0;
  for (const cut of cuts) {
    for (; from < cut.at - first; from++) {
      next.push(rest[from] as E);
    }
    if (cut.gone) {
      from = cut.at - first + 1;
    } else {
      next.push(cut.entry);
    }
  }
  for (; from < rest.length; from++) {
    next.push(rest[from] as E);
  }
  return next;
}

/** Where a row stands, or would stand; most are new and belong at the end. */
function placeOf<E>(list: readonly E[], row: Row, rowOf: (entry: E) => Row): number {
  const isBefore = (at: number): boolean => compareRows(rowOf(list[at] as E), row) < 0;
  let high = list.length;
  if (high === 0 || isBefore(high - 1)) {
    return high;
  }
  let low = 0;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(middle)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** Rows in groups, each group a list in the order of {@link compareRows}. A value, as a table is. */
export class OrderedIndex<R extends Row> {
  constructor(
    private readonly groupOf: (row: Row) => string,
    private readonly groups: ReadonlyMap<string, readonly R[]> = new Map(),
  ) {}

  /** The same array for as long as nothing in the group changes. */
  group(name: string): readonly R[] {
    return this.groups.get(name) ?? nothing;
  }

  *values(): IterableIterator<R> {
    for (const group of this.groups.values()) {
      yield* group;
    }
  }

  with(changes: readonly Change<R>[], fresh: Fresh): OrderedIndex<R> {
    const touched = new Map<string, { gone: R[]; come: R[] }>();
    const at = (row: R) => {
      const name = this.groupOf(row);
      const group = touched.get(name) ?? { gone: [], come: [] };
      touched.set(name, group);
      return group;
    };
    for (const { before, after } of changes) {
      before && at(before).gone.push(before);
      after && at(after).come.push(after);
    }
    const groups = fresh.has(this.groups) ? (this.groups as Map<string, readonly R[]>) : new Map(this.groups);
    fresh.add(groups);
    for (const [name, { gone, come }] of touched) {
      const group = revised(this.group(name), gone, come, (row) => row, fresh);
      group.length === 0 ? groups.delete(name) : groups.set(name, group);
    }
    return new OrderedIndex(this.groupOf, groups);
  }
}
