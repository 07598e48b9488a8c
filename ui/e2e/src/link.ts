import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Engine } from './engine';

export interface LinkOptions {
  /** How long everything takes to get there, and to come back. */
  latencyMs?: number;
  /** Answers in the engine's place; false leaves it to the engine. */
  answer?: (asked: IncomingMessage, answer: ServerResponse) => Promise<boolean>;
}

/** The way between a browser and the engine, which a test may make slow or lead elsewhere. */
export class Link {
  readonly url: string;
  private readonly sockets = new Set<Duplex>();

  private constructor(
    private readonly server: Server,
    private readonly engine: Engine,
    private readonly options: LinkOptions,
  ) {
    this.url = `http://localhost:${(server.address() as AddressInfo).port}`;
    server.on('request', (asked, answer) => void this.pass(asked, answer));
    server.on('upgrade', (asked, socket) => this.upgrade(asked, socket));
  }

  static async to(engine: Engine, options: LinkOptions = {}): Promise<Link> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Link(server, engine, options);
  }

  page(user: string, org = 'acme'): string {
    return `${this.url}/?user=${user}&org=${org}`;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.closeAllConnections();
    this.server.close();
  }

  private async pass(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    await this.travel();
    if (await this.options.answer?.(asked, answer)) return;
    const { host } = new URL(this.engine.url);
    const { method, headers } = asked;
    const onwards = request(this.engine.url + asked.url, { method, headers: { ...headers, host } });
    onwards.on('error', () => answer.destroy());
    onwards.on('response', async (answered) => {
      await this.travel();
      answer.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(answer);
    });
    asked.pipe(onwards);
  }

  private upgrade(asked: IncomingMessage, near: Duplex): void {
    const { hostname, port } = new URL(this.engine.url);
    const far = connect(Number(port), hostname);
    const lines = asked.rawHeaders.flatMap((name, at, all) =>
      at % 2 === 0 ? `${name}: ${name.toLowerCase() === 'host' ? `${hostname}:${port}` : all[at + 1]}` : [],
    );
    far.write(`GET ${asked.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
    this.join(near, far);
    this.join(far, near);
  }

  /** What comes out at one end goes into the other, in order, when its time has come. */
  private join(from: Duplex | Socket, to: Duplex | Socket): void {
    this.sockets.add(from);
    let last: Promise<unknown> = Promise.resolve();
    from.on('data', (chunk: Buffer) => {
      const arrival = this.travel();
      last = last.then(() => arrival).then(() => to.writable && to.write(chunk));
    });
    from.on('error', () => to.destroy());
    from.on('close', () => void last.then(() => to.destroy()));
  }

  private travel(): Promise<unknown> {
    const { latencyMs = 0 } = this.options;
    return latencyMs > 0 ? delay(latencyMs) : Promise.resolve();
  }
}
