import type { Row } from './model.js';
import { compareTimestamps } from './time.js';

/** The order of everything on a timeline: by time, then by id. */
export function compareRows(a: Row, b: Row): number {
  return compareTimestamps(a.created_at, b.created_at) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** An entry before and after a change; one of them may be missing. */
export interface Change<E> {
  readonly before: E | undefined;
  readonly after: E | undefined;
}

/** How an index reads its entries. */
export interface Ordering<E> {
  rowOf(entry: E): Row;
  groupOf(entry: E): string;
}

const nothing: readonly never[] = [];

type Splice<E> = (name: string, place: number, gone: number, ...come: E[]) => void;

/**
 * Entries in groups, each group an array in the order of {@link compareRows}. Immutable: a change copies the arrays
 * of the groups concerned, once, and finds places by bisection, so that 10,000 entries are not sorted per event.
 */
export class OrderedIndex<E> {
  private constructor(
    private readonly ordering: Ordering<E>,
    private readonly groups: ReadonlyMap<string, readonly E[]>,
  ) {}

  static of<E>(ordering: Ordering<E>, entries: Iterable<E>): OrderedIndex<E> {
    const groups = new Map<string, E[]>();
    for (const entry of entries) {
      const name = ordering.groupOf(entry);
      const group = groups.get(name);
      if (group) {
        group.push(entry);
      } else {
        groups.set(name, [entry]);
      }
    }
    for (const group of groups.values()) {
      group.sort((a, b) => compareRows(ordering.rowOf(a), ordering.rowOf(b)));
    }
    return new OrderedIndex(ordering, groups);
  }

  /** The same array for as long as nothing in the group changes. */
  group(name: string): readonly E[] {
    return this.groups.get(name) ?? nothing;
  }

  with(changes: readonly Change<E>[]): OrderedIndex<E> {
    const groups = new Map(this.groups);
    const copied = new Set<string>();
    const splice: Splice<E> = (name, place, gone, ...come) => {
      const group = groups.get(name) ?? nothing;
      if (copied.has(name)) {
        (group as E[]).splice(place, gone, ...come);
      } else {
        copied.add(name);
        groups.set(name, group.toSpliced(place, gone, ...come));
      }
    };
    const placeOf = (name: string, entry: E): number => this.placeOf(groups.get(name) ?? nothing, entry);
    for (const change of changes) {
      this.change(change, placeOf, splice);
    }
    for (const name of copied) {
      if (groups.get(name)?.length === 0) {
        groups.delete(name);
      }
    }
    return new OrderedIndex(this.ordering, groups);
  }

  private change(
    { before, after }: Change<E>,
    placeOf: (name: string, entry: E) => number,
    splice: Splice<E>,
  ): void {
    if (before !== undefined && after !== undefined && this.samePlace(before, after)) {
      const name = this.ordering.groupOf(after);
      splice(name, placeOf(name, after), 1, after);
      return;
    }
    if (before !== undefined) {
      const name = this.ordering.groupOf(before);
      splice(name, placeOf(name, before), 1);
    }
    if (after !== undefined) {
      const name = this.ordering.groupOf(after);
      splice(name, placeOf(name, after), 0, after);
    }
  }

  private samePlace(before: E, after: E): boolean {
    return (
      this.ordering.groupOf(before) === this.ordering.groupOf(after) &&
      compareRows(this.ordering.rowOf(before), this.ordering.rowOf(after)) === 0
    );
  }

  /** Where the entry stands, or would stand; most are new and belong at the end. */
  private placeOf(group: readonly E[], entry: E): number {
    const row = this.ordering.rowOf(entry);
    let low = 0;
    let high = group.length;
    const last = group[high - 1];
    if (last === undefined || compareRows(this.ordering.rowOf(last), row) < 0) {
      return high;
    }
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareRows(this.ordering.rowOf(group[middle] as E), row) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
