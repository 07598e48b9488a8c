import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ClientFrame, CompactedDeltaResponse, ServerFrame } from '../src/generated/protocol.js';
import type { Scope } from '../src/model.js';
import { linesOf } from '../src/replica.js';
import { type Answer, type Call, TestEngine } from './engine.js';
import { agentIds, orgId } from './world.js';

/** What a script does with a call: answer it itself, or cut the connection before or after it took effect. */
export type Reaction = Answer | 'cut' | 'do, then cut' | undefined;

interface Client {
  readonly socket: WebSocket;
  readonly scopes: Set<Scope>;
}

/** A small agentsync server with real HTTP and real sockets, whose misbehaviour tests can script. */
export class TestServer extends TestEngine {
  readonly calls: Call[] = [];
  readonly frames: ClientFrame[] = [];
  readonly clients = new Set<Client>();
  connections = 0;
  /** Scripts. */
  react: (call: Call) => Reaction | Promise<Reaction> = () => undefined;
  /** Holds an answer back whose effect is there. */
  beforeAnswer: (call: Call) => Promise<void> | undefined = () => undefined;
  onFrame: (frame: ClientFrame, client: Client) => 'ignore' | undefined = () => undefined;
  private readonly http: Server;
  private readonly sockets: WebSocketServer;

  private constructor() {
    super();
    this.http = createServer((request, response) => void this.serve(request, response));
    this.sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'agentsync.v1' });
    this.http.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head));
  }

  static async start(port = 0): Promise<TestServer> {
    const server = new TestServer();
    await server.listen(port);
    server.change({
      model: 'Org',
      id: orgId,
      action: 'insert',
      fields: { name: 'acme', created_by: 'alice' },
    });
    server.change({
      model: 'Agent',
      id: agentIds[0],
      action: 'insert',
      fields: { name: 'Ada', status: 'active' },
    });
    return server;
  }

  get url(): string {
    return `http://localhost:${(this.http.address() as AddressInfo).port}`;
  }

  override publish(scope: Scope, frame: ServerFrame): void {
    for (const client of this.clients) {
      if (client.scopes.has(scope)) {
        send(client, frame);
      }
    }
  }

  broadcast(data: string): void {
    for (const { socket } of this.clients) {
      socket.send(data);
    }
  }

  /** Cuts every socket without a word. */
  cutSockets(): void {
    for (const { socket } of this.clients) {
      socket.terminate();
    }
  }

  closeSockets(code: number): void {
    for (const { socket } of this.clients) {
      socket.close(code);
    }
  }

  async stop(): Promise<void> {
    this.cutSockets();
    this.http.closeAllConnections();
    await new Promise((resolve) => this.http.close(resolve));
  }

  async restart(): Promise<void> {
    const { port } = this.http.address() as AddressInfo;
    await this.stop();
    await this.listen(port);
  }

  private listen(port: number): Promise<void> {
    return new Promise((resolve) => this.http.listen(port, 'localhost', resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    let text = '';
    for await (const chunk of request) {
      text += chunk;
    }
    const call: Call = {
      method: request.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      key: request.headers['idempotency-key'] as string | undefined,
      token: (request.headers.authorization ?? '').replace('Bearer ', ''),
      body: text === '' ? {} : JSON.parse(text),
    };
    this.calls.push(call);
    const reaction = await this.react(call);
    if (reaction === 'cut') {
      response.destroy();
      return;
    }
    const answer = typeof reaction === 'object' ? reaction : this.answer(call);
    if (reaction === 'do, then cut') {
      response.destroy();
      return;
    }
    await this.beforeAnswer(call);
    const body = answer.body as Partial<CompactedDeltaResponse> | undefined;
    if (body?.models && request.headers.accept?.includes('ndjson')) {
      response.writeHead(answer.status, { 'Content-Type': 'application/x-ndjson', ...answer.headers });
      response.end(jsonLines(body));
      return;
    }
    const type = answer.status < 400 ? 'application/json' : 'application/problem+json';
    response.writeHead(answer.status, { 'Content-Type': type, ...answer.headers });
    response.end(JSON.stringify(answer.body ?? {}));
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((each) => each.trim());
    const token = offered.find((each) => each.startsWith('bearer.'))?.slice('bearer.'.length) ?? '';
    if (!this.accepts(token)) {
      socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
      return;
    }
    this.sockets.handleUpgrade(request, socket, head, (opened) =>
      this.connect({ socket: opened, scopes: new Set() }),
    );
  }

  private connect(client: Client): void {
    this.connections += 1;
    this.clients.add(client);
    client.socket.on('close', () => this.clients.delete(client));
    client.socket.on('message', (data) => {
      const frame: ClientFrame = JSON.parse(String(data));
      this.frames.push(frame);
      if (this.onFrame(frame, client) !== 'ignore') {
        this.handle(frame, client);
      }
    });
  }

  private handle(frame: ClientFrame, client: Client): void {
    switch (frame.type) {
      case 'ping':
        send(client, { type: 'pong' });
        break;
      case 'auth':
        send(client, {
          type: 'authenticated',
          expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
        });
        break;
      case 'unsubscribe':
        client.scopes.delete(frame.scope as Scope);
        send(client, { type: 'unsubscribed', scope: frame.scope });
        break;
      case 'subscribe':
        this.subscribe(frame.scope as Scope, frame.lastSyncId, frame.epoch, client);
        break;
    }
  }

  private subscribe(scope: Scope, from: number, epoch: string | undefined, client: Client): void {
    const world = this.world(scope);
    world.head = this.head;
    const refused = this.resync(world, from, epoch);
    if (refused !== null) {
      send(client, { type: 'resync', scope, ...refused });
      return;
    }
    client.scopes.add(scope);
    const events = world.between(from);
    if (events.length > 0) {
      send(client, { type: 'delta', scope, events, latestSyncId: world.head });
    }
    send(client, { type: 'subscribed', scope, latestSyncId: world.head, epoch: world.epoch });
  }
}

/** An answer as the server streams it: a row a line, and how many there were in the last one. */
export function jsonLines({ models = {}, deleted, ...trailer }: Partial<CompactedDeltaResponse>): string {
  const lines = linesOf({ models, deleted });
  const gone = lines.filter((line) => line.deleted !== undefined).length;
  const last = { ...trailer, rows: lines.length - gone, ...(deleted && { deleted: gone }) };
  return [...lines, last].map((line) => `${JSON.stringify(line)}\n`).join('');
}

function send({ socket }: Client, frame: ServerFrame): void {
  socket.send(JSON.stringify(frame));
}

/** An unsigned JWT that runs out then. */
export function jwt(name: string, expiresAtMs: number): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ sub: name, exp: expiresAtMs / 1000 })}.${name}`;
}
