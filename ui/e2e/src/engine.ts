import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const READY_MS_MAX = 180_000;
const PORT_FIRST = 20_000;
const PORTS = 12_768;

export type Row = Record<string, unknown> & { id: string };
export type Bootstrap = { models: Record<string, Row[]>; lastSyncId: number; epoch: string };

/** The engine as its user starts it: `./run`, in a process of its own, on data of its own. */
export class Engine {
  readonly url: string;
  private process: ChildProcess | undefined;
  private output = '';

  private constructor(
    private readonly port: number,
    private readonly data: string,
    private readonly words: string[],
  ) {
    this.url = `http://localhost:${port}`;
  }

  /** @param words of the command line, such as `demo --speed max` */
  static async start(...words: string[]): Promise<Engine> {
    const engine = new Engine(await freePort(), mkdtempSync(join(tmpdir(), 'agentsync-e2e-')), words);
    await engine.start();
    return engine;
  }

  async start(): Promise<void> {
    this.output = '';
    const options = ['--port', String(this.port), '--data', this.data];
    const child = spawn(join(ROOT, 'run'), [...this.words.slice(0, 1), ...options, ...this.words.slice(1)], {
      stdio: ['ignore', 'pipe', 'pipe'],
      // It lives for seconds, a third of whose work would be that of the compiler for long lives.
      env: { ...process.env, JDK_JAVA_OPTIONS: '-XX:TieredStopAtLevel=1' },
    });
    this.process = child;
    await this.printed('agentsync is ready');
  }

  /** Waits until the engine has printed a text. */
  async printed(text: string): Promise<void> {
    const child = this.running();
    const deadline = AbortSignal.timeout(READY_MS_MAX);
    const collect = (chunk: Buffer) => {
      this.output += chunk;
      if (this.output.includes(text)) child.emit('agentsync-printed');
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    try {
      if (this.output.includes(text)) return;
      await Promise.race([
        once(child, 'agentsync-printed', { signal: deadline }),
        once(child, 'exit').then(() => Promise.reject(new Error('The engine ended'))),
      ]);
    } catch (failure) {
      throw new Error(`The engine did not print "${text}":\n${this.output}`, { cause: failure });
    } finally {
      child.stdout?.off('data', collect).resume();
      child.stderr?.off('data', collect).resume();
    }
  }

  /** As a crash would end it. PostgreSQL lives on, as an orphan. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
    rmSync(this.data, { recursive: true, force: true });
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.running();
    this.process = undefined;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  private running(): ChildProcess {
    if (!this.process) throw new Error('The engine is not running');
    return this.process;
  }

  /** The page as a person of an org sees it. */
  page(user: string, org = 'acme'): string {
    return `${this.url}/?user=${user}&org=${org}`;
  }

  async token(user: string, org = 'acme'): Promise<{ token: string; orgId: string }> {
    const answer = await fetch(`${this.url}/dev/token?user=${user}&org=${org}`);
    return (await answer.json()) as { token: string; orgId: string };
  }

  async bootstrap(user: string, org = 'acme'): Promise<Bootstrap> {
    const { token, orgId } = await this.token(user, org);
    const answer = await fetch(`${this.url}/sync/bootstrap?scope=org:${orgId}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return (await answer.json()) as Bootstrap;
  }

  /** A mutation as a program sends it. */
  post(token: string, path: string, body: unknown, headers?: Record<string, string>): Promise<Row> {
    return this.send('POST', token, path, body, headers);
  }

  patch(token: string, path: string, body: unknown): Promise<Row> {
    return this.send('PATCH', token, path, body);
  }

  private async send(
    method: string,
    token: string,
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<Row> {
    const answer = await fetch(this.url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as Row;
  }
}

/** Not one of those that the system gives to whoever connects: after a crash the engine listens there again. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = PORT_FIRST + Math.floor(Math.random() * PORTS);
    const server = createServer().listen(port, '127.0.0.1');
    try {
      await once(server, 'listening');
      return port;
    } catch (problem) {
      if ((problem as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw problem;
    } finally {
      server.close();
    }
  }
}
