import { clientProblem } from './problem.js';
import type { Line } from './replica.js';

/** The last line of an answer, or the answer itself without its rows: how far it goes, and what came before. */
export interface Trailer {
  readonly lastSyncId: number;
  readonly epoch: string;
  readonly rows?: number;
  readonly deleted?: number;
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
  take: (lines: readonly Line[]) => void,
  heard: () => void,
): Promise<Trailer> {
  const reader = body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .getReader();
  let rest = '';
  let lines: Line[] = [];
  let count = 0;
  let trailer: Trailer | undefined;
  let sinceMs = performance.now();
  const flush = async () => {
    count += lines.length;
    take(lines);
    lines = [];
    await pause();
    sinceMs = performance.now();
  };
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    heard();
    const texts = (rest + chunk.value).split('\n');
    rest = texts.pop() ?? '';
    for (const text of texts) {
      const line: Line & Trailer = JSON.parse(text);
      if (line.model === undefined) {
        trailer = line;
      } else if (lines.push(line) && performance.now() - sinceMs > sliceMs) {
        await flush();
      }
    }
  }
  await flush();
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
