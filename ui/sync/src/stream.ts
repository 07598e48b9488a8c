import { clientProblem } from './problem.js';
import type { Line } from './replica.js';

/** The last line of an answer, or the answer itself without its rows: how far it goes, and what came before. */
export interface Trailer {
  readonly lastSyncId: number;
  readonly epoch: string;
  readonly rows?: number;
  readonly deleted?: number;
}

/** Lines that are taken before the clock is looked at. */
export const linesPerTake = 100;

/** Takes lines, a few at a time. */
export type Take = (lines: readonly Line[]) => void;

/** Works through what there is, a few at a time; whenever that went on for so long, the page gets its turn. */
export function inSlices<T>(sliceMs: number, work: (some: readonly T[]) => void) {
  let sinceMs = performance.now();
  return async (all: readonly T[]): Promise<void> => {
    for (let at = 0; at < all.length; at += linesPerTake) {
      work(all.slice(at, at + linesPerTake));
      if (performance.now() - sinceMs > sliceMs) {
        await pause();
        sinceMs = performance.now();
      }
    }
  };
}

/**
 * Reads JSON lines as they come, for some milliseconds at a time, so that the page stays awake meanwhile.
 *
 * @param take gets the lines before the last one
 * @param heard is called whenever something came
 * @returns the last line, which says how many there were: an answer that broke off is never taken for a whole one
 */
export async function readLines(
  body: ReadableStream<Uint8Array>,
  sliceMs: number,
  take: Take,
  heard: () => void,
): Promise<Trailer> {
  const reader = body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .getReader();
  let rest = '';
  let count = 0;
  let trailer: Trailer | undefined;
  const read = inSlices<string>(sliceMs, (texts) => {
    const lines: (Line & Trailer)[] = texts.map((text) => JSON.parse(text));
    const rows = lines.filter(({ model }) => model !== undefined);
    trailer = lines.find(({ model }) => model === undefined) ?? trailer;
    count += rows.length;
    take(rows);
  });
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    heard();
    const texts = (rest + chunk.value).split('\n');
    rest = texts.pop() ?? '';
    await read(texts);
  }
  if (trailer === undefined || count !== (trailer.rows ?? Number.NaN) + (trailer.deleted ?? 0)) {
    throw clientProblem('bad_answer', 'The rows broke off before the last one.');
  }
  return trailer;
}

/** Lets the page have its turn. Unlike a timer this is not slowed down in a page that nobody sees. */
export function pause(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
