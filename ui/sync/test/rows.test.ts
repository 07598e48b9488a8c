import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareRows } from '../src/ordered.js';
import { Table } from '../src/table.js';
import { compareTimestamps, timestampAfter } from '../src/time.js';
import { uuidv7 } from '../src/uuid.js';

interface Line {
  id: string;
  agent_id: string;
  created_at: string;
  updated_at: string;
  content: string;
}

const timestamp = fc
  .tuple(fc.integer({ min: 0, max: 5 }), fc.constantFrom('', '.5', '.25', '.123', '.123456', '.000001'))
  .map(([second, fraction]) => `2026-01-01T00:00:0${second}${fraction}Z`);

const line: fc.Arbitrary<Line> = fc
  .tuple(fc.integer({ min: 0, max: 40 }), fc.constantFrom('a', 'b'), timestamp, fc.string({ maxLength: 3 }))
  .map(([id, agent_id, created_at, content]) => {
    return { id: `row-${id}`, agent_id, created_at, updated_at: created_at, content };
  });

const write: fc.Arbitrary<[string, Line | undefined]> = fc.oneof(
  { weight: 3, arbitrary: line.map((row): [string, Line] => [row.id, row]) },
  { weight: 1, arbitrary: line.map((row): [string, undefined] => [row.id, undefined]) },
);

describe('timestamps', () => {
  it('are ordered as instants, whatever number of decimals they have', () => {
    const micros = (text: string) => {
      const [whole = '', fraction = ''] = text.slice(0, -1).split('.');
      return Date.parse(`${whole}Z`) * 1000 + Number(fraction.padEnd(6, '0'));
    };
    fc.assert(
      fc.property(timestamp, timestamp, (a, b) => {
        expect(Math.sign(compareTimestamps(a, b))).toBe(Math.sign(micros(a) - micros(b)));
      }),
    );
  });

  it('made here come after the last one, also when the clock is behind', () => {
    fc.assert(
      fc.property(timestamp, fc.integer({ min: 0, max: 2_000_000_000_000 }), (last, nowMs) => {
        const next = timestampAfter(last, nowMs);
        expect(compareTimestamps(next, last)).toBe(1);
        expect(compareTimestamps(timestampAfter(next, nowMs), next)).toBe(1);
        expect(Number.isNaN(Date.parse(next))).toBe(false);
      }),
    );
  });
});

describe('uuidv7', () => {
  it('has version and variant, ascends, and tells its time', () => {
    const ids = Array.from({ length: 10_000 }, () => uuidv7());
    for (const id of ids) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
    const at = Date.now() + 60_000;
    expect(Number.parseInt(uuidv7(at).replace('-', '').slice(0, 12), 16)).toBe(at);
  });
});

describe('Table', () => {
  it('holds what a map holds, and R6: keeps its lists in order, whether built early or late', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(write, { maxLength: 8, size: 'max' }), { maxLength: 12, size: 'max' }),
        fc.nat(12),
        (batches, readAt) => {
          const model = new Map<string, Line>();
          let table = Table.of<Line>([]);
          for (const [index, batch] of batches.entries()) {
            const before = table;
            const rows = [...before.values()];
            if (index === readAt) {
              table.byAgent('a');
            }
            for (const [id, row] of new Map(batch)) {
              row ? model.set(id, row) : model.delete(id);
            }
            table = table.with(new Map(batch));
            expect([...before.values()]).toEqual(rows);
          }
          expect(table.size).toBe(model.size);
          expect(new Map([...table.values()].map((row) => [row.id, row]))).toEqual(model);
          for (const agent of ['a', 'b']) {
            const expected = [...model.values()].filter((row) => row.agent_id === agent).sort(compareRows);
            expect(table.byAgent(agent)).toEqual(expected);
          }
        },
      ),
    );
  });

  it('R5: leaves lists alone that a change does not concern, and itself when nothing changes', () => {
    const rows = ['a', 'b'].flatMap((agent_id) =>
      Array.from({ length: 100 }, (_, index) => lineOf(`${agent_id}-${index}`, agent_id, index)),
    );
    const table = Table.of(rows);
    const [a, b] = [table.byAgent('a'), table.byAgent('b')];
    const next = table.with(new Map([['a-new', lineOf('a-new', 'a', 50)]]));
    expect(next.byAgent('b')).toBe(b);
    expect(next.byAgent('a')).not.toBe(a);
    expect(next.byAgent('a')).toHaveLength(101);
    expect(table.byAgent('a')).toBe(a);
    expect(next.with(new Map([['a-0', next.get('a-0')]]))).toBe(next);
  });

  it('copies some dozens of entries for a change among 100,000, and grows in steps', () => {
    const table = Table.of(Array.from({ length: 100_000 }, (_, index) => lineOf(`row-${index}`, 'a', index)));
    let copied = 0;
    const counted = { get: Map.prototype.set };
    Map.prototype.set = function set(key, value) {
      copied += 1;
      return counted.get.call(this, key, value);
    };
    try {
      table.with(new Map([['row-500', lineOf('row-500', 'a', 500)]]));
    } finally {
      Map.prototype.set = counted.get;
    }
    expect(copied).toBeLessThan(200);

    let growing = Table.of<Line>([]);
    for (let index = 0; index < 5_000; index++) {
      growing = growing.with(new Map([[`row-${index}`, lineOf(`row-${index}`, 'a', index)]]));
    }
    expect(growing.size).toBe(5_000);
    expect(growing.get('row-4999')?.content).toBe('4999');
  });
});

function lineOf(id: string, agent_id: string, index: number): Line {
  const created_at = new Date(index * 1000).toISOString();
  return { id, agent_id, created_at, updated_at: created_at, content: String(index) };
}
