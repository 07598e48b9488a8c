import type { Uuid } from './generated/protocol.js';
import type { Row } from './model.js';
import { type Change, OrderedIndex, type Ordering } from './ordered.js';

const bucketsMin = 16;
const rowsPerBucketMax = 64;

type Bucket<R> = ReadonlyMap<Uuid, R>;

/** Rows that are not told apart form one group. */
const wholeTable = '';

function listedBy(column: string): Ordering<Row> {
  return {
    rowOf: (row) => row,
    groupOf: (row) => (row as unknown as Record<string, string | undefined>)[column] ?? wholeTable,
  };
}

/**
 * The rows of one model by id. Immutable and cheap to change: the ids are hashed into buckets of some dozens of
 * rows, and a change copies the buckets concerned, never the whole, however many rows there are.
 */
export class Table<R extends Row> {
  private index: OrderedIndex<R> | undefined;
  /** The rows as they came. They come by time, more or less, and what is in order is soon sorted. */
  private given: readonly R[] | undefined;

  private constructor(
    private readonly buckets: readonly (Bucket<R> | undefined)[],
    /** How many rows there are. */
    readonly size: number,
    private readonly column: string,
  ) {}

  /** @param column rows that have the same value there make up a list */
  static of<R extends Row>(rows: readonly R[], column = 'agent_id'): Table<R> {
    const count = bucketCount(rows.length);
    const buckets: (Map<Uuid, R> | undefined)[] = Array.from({ length: count });
    for (const row of rows) {
      const place = hash(row.id) & (count - 1);
      const bucket = buckets[place];
      if (bucket) {
        bucket.set(row.id, row);
      } else {
        buckets[place] = new Map([[row.id, row]]);
      }
    }
    const size = buckets.reduce((sum, bucket) => sum + (bucket?.size ?? 0), 0);
    const table = new Table(buckets, size, column);
    if (size === rows.length) {
      table.given = rows;
    }
    return table;
  }

  get(id: Uuid): R | undefined {
    return this.bucket(id)?.get(id);
  }

  has(id: Uuid): boolean {
    return this.bucket(id)?.has(id) ?? false;
  }

  /** All rows, in no particular order. */
  *values(): IterableIterator<R> {
    if (this.given) {
      yield* this.given;
      return;
    }
    for (const bucket of this.buckets) {
      if (bucket) {
        yield* bucket.values();
      }
    }
  }

  /** The rows of one agent by time. The same array for as long as none of them changes. */
  byAgent(agentId: Uuid): readonly R[] {
    return this.ordered().group(agentId);
  }

  /** The rows of one account by time: its postings. */
  byAccount(accountId: Uuid): readonly R[] {
    return this.ordered().group(accountId);
  }

  /** All rows by time, of a model whose rows belong to no one agent: orgs, agents, accounts and payments. */
  inOrder(): readonly R[] {
    return this.ordered().group(wholeTable);
  }

  /** This table with rows set, or taken away where undefined. Itself when nothing differs. */
  with(rows: ReadonlyMap<Uuid, R | undefined>): Table<R> {
    const buckets = this.buckets.slice();
    const copied = new Map<number, Map<Uuid, R>>();
    const changes: Change<R>[] = [];
    for (const [id, after] of rows) {
      const before = this.get(id);
      if (before === after) {
        continue;
      }
      changes.push({ before, after });
      const place = hash(id) & (buckets.length - 1);
      const bucket = copied.get(place) ?? new Map(buckets[place]);
      copied.set(place, bucket);
      buckets[place] = bucket;
      if (after === undefined) {
        bucket.delete(id);
      } else {
        bucket.set(id, after);
      }
    }
    return changes.length === 0 ? this : this.next(buckets, changes);
  }

  /** What differs from an earlier table, with the row of before and the row of now. Cheap where little does. */
  *changedSince(before: Table<R>): IterableIterator<[Uuid, R | undefined, R | undefined]> {
    const alike = before.buckets.length === this.buckets.length;
    for (const [place, bucket] of this.buckets.entries()) {
      if (alike && bucket === before.buckets[place]) {
        continue;
      }
      for (const [id, row] of bucket ?? []) {
        const known = before.get(id);
        if (known !== row) {
          yield [id, known, row];
        }
      }
    }
    for (const [place, bucket] of before.buckets.entries()) {
      if (alike && bucket === this.buckets[place]) {
        continue;
      }
      for (const [id, known] of bucket ?? []) {
        if (!this.has(id)) {
          yield [id, known, undefined];
        }
      }
    }
  }

  private next(buckets: readonly (Bucket<R> | undefined)[], changes: readonly Change<R>[]): Table<R> {
    const grown = changes.reduce(
      (sum, { before, after }) => sum + Number(after !== undefined) - Number(before !== undefined),
      this.size,
    );
    const table = new Table(buckets, grown, this.column);
    const roomy =
      grown <= buckets.length * rowsPerBucketMax ? table : Table.of([...table.values()], this.column);
    roomy.index = this.index?.with(changes);
    return roomy;
  }

  /** Built when first asked for, from then on carried along from table to table. */
  private ordered(): OrderedIndex<R> {
    this.index ??= OrderedIndex.of<R>(listedBy(this.column), this.values());
    return this.index;
  }

  private bucket(id: Uuid): Bucket<R> | undefined {
    return this.buckets[hash(id) & (this.buckets.length - 1)];
  }
}

/** A power of two that leaves every bucket room to grow. */
function bucketCount(rows: number): number {
  let count = bucketsMin;
  while (count * (rowsPerBucketMax / 4) < rows) {
    count *= 2;
  }
  return count;
}

/** FNV-1a. */
function hash(id: Uuid): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < id.length; index++) {
    value = Math.imul(value ^ id.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}
