import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Engine, Row } from './engine';

/** Until more can be written, or nobody reads any more. */
async function drained(answer: ServerResponse): Promise<void> {
  const waiting = new AbortController();
  const { signal } = waiting;
  await Promise.race([once(answer, 'drain', { signal }), once(answer, 'close', { signal })]);
  waiting.abort();
}

/** Bytes that are sent before the crowd waits until they are taken. */
const CHUNK_ROWS = 500;

/**
 * Answers bootstraps as the engine does, with many messages more, made up, so that a test need not write them first.
 * The point in the log is the engine's own: what happens afterwards is real.
 */
export class Crowd {
  /** Rows after which the connection breaks; undefined: it holds. */
  breakAfter: number | undefined;
  /** Resolves before the second half of the rows is sent. */
  half: Promise<unknown> = Promise.resolve();
  answers = 0;

  constructor(
    private readonly engine: Engine,
    private readonly agent: Row,
    private readonly count: number,
    private readonly org = 'acme',
  ) {}

  readonly answer = async (asked: IncomingMessage, answer: ServerResponse): Promise<boolean> => {
    if (!asked.url?.startsWith('/sync/bootstrap')) return false;
    this.answers += 1;
    const { breakAfter } = this;
    const { models, ...trailer } = await this.engine.bootstrap('alice', this.org);
    const real = Object.entries(models).flatMap(([plural, rows]) =>
      rows.map((row) => ({ model: plural.slice(0, -1), row })),
    );
    answer.writeHead(200, { 'content-type': 'application/x-ndjson' });
    const send = async (lines: unknown[]) => {
      const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
      if (!answer.write(text)) await drained(answer);
    };
    await send(real);
    for (let at = 0; at < this.count; at += CHUNK_ROWS) {
      if (at >= this.count / 2) await this.half;
      if (breakAfter !== undefined && at >= breakAfter) {
        answer.destroy();
        return true;
      }
      await send(
        Array.from({ length: Math.min(CHUNK_ROWS, this.count - at) }, (_, index) => this.line(at + index)),
      );
    }
    await send([{ ...trailer, rows: real.length + this.count }]);
    answer.end();
    return true;
  };

  text(number: number): string {
    return `message ${number}: what an agent says, in a line or two, as agents do`;
  }

  private line(number: number): unknown {
    const at = new Date(Date.UTC(2026, 0, 1) + number * 1000).toISOString().replace('Z', '000Z');
    const row = {
      id: `0199bbbb-0000-7000-8000-${String(number).padStart(12, '0')}`,
      agent_id: this.agent.id,
      org_id: this.agent['org_id'],
      role: number % 2 === 0 ? 'user' : 'assistant',
      content: this.text(number),
      created_at: at,
      updated_at: at,
    };
    return { model: 'Message', row };
  }
}
