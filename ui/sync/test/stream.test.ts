import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Line } from '../src/replica.js';
import { linesPerTake, readLines } from '../src/stream.js';

/** The bytes of a text, cut anywhere, also within a character. */
function streamed(text: string, cuts: readonly number[]): ReadableStream<Uint8Array<ArrayBuffer>> {
  const bytes = new TextEncoder().encode(text);
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1))), bytes.length].sort(
    (a, b) => a - b,
  );
  return new ReadableStream({
    start(controller) {
      let from = 0;
      for (const place of places) {
        controller.enqueue(bytes.slice(from, place));
        from = place;
      }
      controller.close();
    },
  });
}

const line = fc.record({
  model: fc.constantFrom('Message', 'Agent', 'Unknown'),
  row: fc.record({ id: fc.uuid(), content: fc.string({ unit: 'binary' }) }),
});

describe('rows that stream in', () => {
  it('contract 8: are the rows that were sent, however they are cut, or a problem', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 30 }),
        fc.array(fc.nat(10_000), { maxLength: 8 }),
        fc.option(fc.nat(10_000), { nil: undefined }),
        async (rows, cuts, breakAt) => {
          const texts = [...rows, { lastSyncId: 7, epoch: 'e', rows: rows.length }].map((each) =>
            JSON.stringify(each),
          );
          const whole = `${texts.join('\n')}\n`;
          const text = breakAt === undefined ? whole : whole.slice(0, breakAt % whole.length);
          const taken: Line[] = [];
          const read = readLines(
            streamed(text, cuts),
            1,
            (lines) => void taken.push(...lines),
            () => undefined,
          );
          if (text === whole) {
            expect(await read).toMatchObject({ lastSyncId: 7, epoch: 'e' });
            expect(taken).toEqual(rows);
          } else {
            await expect(read).rejects.toThrow();
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each([
    ['fewer than announced', { rows: 2 }],
    ['more than announced', { rows: 0 }],
    ['not counted', {}],
    ['not all deleted', { rows: 1, deleted: 1 }],
  ])('contract 8: are no rows when %s', async (_what, count) => {
    const texts = [
      { model: 'Agent', row: { id: 'a' } },
      { lastSyncId: 7, epoch: 'e', ...count },
    ];
    const text = texts.map((each) => `${JSON.stringify(each)}\n`).join('');
    const read = readLines(
      streamed(text, []),
      5,
      () => undefined,
      () => undefined,
    );
    await expect(read).rejects.toMatchObject({ code: 'bad_answer', retryable: true });
  });

  it('come a few at a time, and the page has its turn in between', async () => {
    const rows = Array.from({ length: 20 * linesPerTake }, (_, at) => ({
      model: 'Agent',
      row: { id: `${at}` },
    }));
    const texts = [...rows, { lastSyncId: 7, epoch: 'e', rows: rows.length }];
    const text = texts.map((each) => `${JSON.stringify(each)}\n`).join('');
    let turns = 0;
    const takes: number[] = [];
    const turn = () => {
      turns += 1;
      timer = setImmediate(turn);
    };
    let timer = setImmediate(turn);
    await readLines(
      streamed(text, []),
      -1,
      (lines) => void takes.push(lines.length),
      () => undefined,
    );
    clearImmediate(timer);
    expect(Math.max(...takes)).toBe(linesPerTake);
    expect(takes.reduce((sum, count) => sum + count)).toBe(rows.length);
    expect(turns).toBeGreaterThan(10);
  });
});
