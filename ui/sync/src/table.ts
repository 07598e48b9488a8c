import type { Uuid } from './generated/protocol.js';
import type { Row } from './model.js';
import { type Change, OrderedIndex } from './ordered.js';

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

/** Nodes that this step made itself and may change in place. */
type Fresh = Set<object>;

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
    const groupOf = (row: R) => (row as unknown as Record<string, string | undefined>)[column] ?? wholeTable;
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

  /** The ids of rows that differ from those of an earlier table. Cheap where little does. */
  changedSince(before: Table<R>): Set<Uuid> {
    const ids = new Set<Uuid>();
    differ(before.root, this.root, ids);
    return ids;
  }

  /** This table with rows set, or taken away where undefined. Itself when nothing differs. */
  with(rows: ReadonlyMap<Uuid, R | undefined>): Table<R> {
    const fresh: Fresh = new Set();
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
    return changes.length === 0 ? this : new Table(root, this.index.with(changes), size);
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
    node = Array.isArray(node) ? [...node] : { kids: [...node.kids] };
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

function differ<R extends Row>(a: Node<R>, b: Node<R>, into: Set<Uuid>): void {
  if (a === b) {
    return;
  }
  if (!Array.isArray(a) && !Array.isArray(b)) {
    for (let at = 0; at <= branchMask; at++) {
      differ(a.kids[at] ?? [], b.kids[at] ?? [], into);
    }
    return;
  }
  const [old, now] = [new Set(rowsIn(a)), new Set(rowsIn(b))];
  for (const row of [...old, ...now]) {
    if (!old.has(row) || !now.has(row)) {
      into.add(row.id);
    }
  }
}

function rowsIn<R>(node: Node<R>): R[] {
  return Array.isArray(node) ? node : node.kids.flatMap((kid) => rowsIn(kid ?? []));
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
