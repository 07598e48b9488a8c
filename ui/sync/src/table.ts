import type { Uuid } from './generated/protocol.js';
import type { Row } from './model.js';
import { type Change, type Fresh, OrderedIndex } from './ordered.js';

/** Rows that a leaf holds before it becomes a branch. */
const leafRowsMax = 32;
const branchBits = 5;
const branchMask = 31;
const hashBits = 32;

type Leaf<R> = R[];
interface Branch<R> {
  readonly kids: Node<R>[];
}
type Node<R> = Leaf<R> | Branch<R>;

/** Rows that are not told apart form one list. */
const wholeTable = '';

/**
 * The rows of one model by id. Immutable and cheap to change: the ids are hashed into a tree with 32 branches a level,
 * and a change copies the way to the leaf concerned, never the whole, however many rows there are.
 */
export class Table<R extends Row> {
  private constructor(
    private readonly root: Node<R>,
    private readonly index: OrderedIndex<R>,
    /** How many rows there are. */
    readonly size: number,
  ) {}

  /** @param column rows that have the same value there make up a list */
  static of<R extends Row>(rows: readonly R[], column = 'agent_id'): Table<R> {
    const groupOf = (row: Row) =>
      (row as unknown as Record<string, string | undefined>)[column] ?? wholeTable;
    return new Table<R>([], new OrderedIndex(groupOf), 0).with(new Map(rows.map((row) => [row.id, row])));
  }

  get(id: Uuid): R | undefined {
    let node = this.root;
    for (let path = hash(id); !Array.isArray(node); path >>>= branchBits) {
      node = node.kids[path & branchMask] ?? [];
    }
    return node.find((row) => row.id === id);
  }

  has(id: Uuid): boolean {
    return this.get(id) !== undefined;
  }

  /** All rows, list by list. */
  values(): IterableIterator<R> {
    return this.index.values();
  }

  /** The rows of one agent by time. The same array for as long as none of them changes. */
  byAgent(agentId: Uuid): readonly R[] {
    return this.index.group(agentId);
  }

  /** The rows of one account by time: its postings. */
  byAccount(accountId: Uuid): readonly R[] {
    return this.index.group(accountId);
  }

  /** All rows by time, of a model whose rows belong to no one agent: orgs, agents, accounts and payments. */
  inOrder(): readonly R[] {
    return this.index.group(wholeTable);
  }

  /**
   * This table with rows set, or taken away where undefined. Itself when nothing differs.
   *
   * @param fresh what earlier steps made, if nobody has seen it yet: with it this table must not be used any more
   */
  with(rows: ReadonlyMap<Uuid, R | undefined>, fresh: Fresh = new Set()): Table<R> {
    const changes: Change<R>[] = [];
    let { root, size } = this;
    for (const [id, after] of rows) {
      const before = this.get(id);
      if (before !== after) {
        changes.push({ before, after });
        size += Number(after !== undefined) - Number(before !== undefined);
        root = put(root, id, after, fresh);
      }
    }
    return changes.length === 0 ? this : new Table(root, this.index.with(changes, fresh), size);
  }

  /** What differs from an earlier table, with the row of before and the row of now. Cheap where little does. */
  changedSince(before: Table<R>): IterableIterator<[Uuid, R | undefined, R | undefined]> {
    return differing(before.root, this.root);
  }
}

function* differing<R extends Row>(
  from: Node<R>,
  to: Node<R>,
): IterableIterator<[Uuid, R | undefined, R | undefined]> {
  if (from === to) {
    return;
  }
  if (!Array.isArray(from) && !Array.isArray(to)) {
    for (let at = 0; at <= branchMask; at++) {
      yield* differing(from.kids[at] ?? [], to.kids[at] ?? []);
    }
    return;
  }
  const rows = new Map([...rowsOf(from)].map((row) => [row.id, row]));
  for (const row of rowsOf(to)) {
    const known = rows.get(row.id);
    rows.delete(row.id);
    if (known !== row) {
      yield [row.id, known, row];
    }
  }
  for (const [id, known] of rows) {
    yield [id, known, undefined];
  }
}

function* rowsOf<R>(node: Node<R>): IterableIterator<R> {
  if (Array.isArray(node)) {
    yield* node;
    return;
  }
  for (const kid of node.kids) {
    yield* rowsOf(kid ?? []);
  }
}

function put<R extends Row>(
  old: Node<R>,
  id: Uuid,
  row: R | undefined,
  fresh: Fresh,
  path = hash(id),
  depth = 0,
): Node<R> {
  let node = old;
  if (!fresh.has(node)) {
    node = Array.isArray(node) ? node.slice() : { kids: node.kids.slice() };
    fresh.add(node);
  }
  if (Array.isArray(node)) {
    putInLeaf(node, id, row);
    return node.length <= leafRowsMax || depth >= hashBits ? node : branchOf(node, fresh, depth);
  }
  const at = path & branchMask;
  node.kids[at] = put(node.kids[at] ?? [], id, row, fresh, path >>> branchBits, depth + branchBits);
  return node;
}

function putInLeaf<R extends Row>(leaf: Leaf<R>, id: Uuid, row: R | undefined): void {
  const found = leaf.findIndex((other) => other.id === id);
  const at = found < 0 ? leaf.length : found;
  row === undefined ? leaf.splice(at, 1) : leaf.splice(at, 1, row);
}

function branchOf<R extends Row>(leaf: Leaf<R>, fresh: Fresh, depth: number): Branch<R> {
  const branch: Branch<R> = { kids: [] };
  fresh.add(branch);
  for (const row of leaf) {
    put(branch, row.id, row, fresh, hash(row.id) >>> depth, depth);
  }
  return branch;
}

/** FNV-1a, whose low bits are its best. */
function hash(id: Uuid): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < id.length; index++) {
    value = Math.imul(value ^ id.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}
