import { once } from 'node:events';
import { type ClientOptions, WebSocket } from 'ws';
import type { Engine } from './engine';

export type Frame = Record<string, unknown> & { type: string };

export interface SyncEvent {
  id: number;
  prev_id: number;
  scope: string;
  model: string;
  model_id: string;
  action: string;
  data: Record<string, unknown> | null;
}

const WAIT_MS_MAX = 30_000;

/** A client of `/sync` on a plain WebSocket that knows nothing but frames. */
export class Peer {
  /** All that came and was not taken yet. */
  readonly frames: Frame[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data, isBinary) => {
      if (isBinary) throw new Error('The server sends text frames only');
      this.frames.push(JSON.parse(String(data)));
      socket.emit('frame');
    });
    socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => resolve({ code, reason: String(reason) }));
    });
  }

  static address(engine: Engine): string {
    return `${engine.url.replace('http', 'ws')}/sync`;
  }

  static async connect(engine: Engine, token: string): Promise<Peer> {
    return Peer.offering(engine, ['agentsync.v1', `bearer.${token}`]);
  }

  static async offering(engine: Engine, protocols: string[], options?: ClientOptions): Promise<Peer> {
    const peer = new Peer(new WebSocket(Peer.address(engine), protocols, options));
    await once(peer.socket, 'open');
    return peer;
  }

  /** The answer to a handshake that is refused. */
  static async refusal(engine: Engine, protocols: string[], options?: ClientOptions) {
    const socket = new WebSocket(Peer.address(engine), protocols, options);
    socket.on('error', () => undefined);
    const [, answer] = await once(socket, 'unexpected-response', {
      signal: AbortSignal.timeout(WAIT_MS_MAX),
    });
    let body = '';
    for await (const chunk of answer) body += chunk;
    return { status: answer.statusCode as number, problem: JSON.parse(body) };
  }

  send(frame: object | string): this {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
    return this;
  }

  subscribe(scope: string, lastSyncId: number, more: object = {}): this {
    return this.send({ type: 'subscribe', scope, lastSyncId, ...more });
  }

  async receive(): Promise<Frame> {
    const deadline = AbortSignal.timeout(WAIT_MS_MAX);
    while (this.frames.length === 0) await once(this.socket, 'frame', { signal: deadline });
    return this.frames.shift() as Frame;
  }

  /** The next frame, which must be of that type. */
  async next(type: string): Promise<Frame> {
    const frame = await this.receive();
    if (frame.type !== type) throw new Error(`Not ${type}, but ${JSON.stringify(frame).slice(0, 500)}`);
    return frame;
  }

  /** The events of the next delta frames, until there are so many. */
  async events(count: number): Promise<SyncEvent[]> {
    const events: SyncEvent[] = [];
    while (events.length < count) events.push(...((await this.next('delta')).events as SyncEvent[]));
    return events;
  }

  /** Proves that all that was sent is answered and nothing else came. */
  async nothingMore(): Promise<void> {
    await this.send({ type: 'ping' }).next('pong');
  }

  /** As a network that breaks would end it. */
  async terminate(): Promise<void> {
    this.socket.terminate();
    await this.closed;
  }
}
