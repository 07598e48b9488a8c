import { parseFrame } from './frames.js';
import type { ClientFrame, ServerFrame } from './generated/protocol.js';

export const subprotocol = 'agentsync.v1';

/** What the client uses of a WebSocket: the browser's, or one of Node. */
export interface SocketLike {
  onopen: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  send(data: string): void;
  close(): void;
}

export type SocketConstructor = new (url: string, protocols: string[]) => SocketLike;

export interface SocketListener {
  opened(): void;
  frame(frame: ServerFrame): void;
  /** Called once, however the socket ended, unless it was closed from here. */
  lost(code: number, reason: string): void;
}

/** The server said something that is no frame of this protocol. */
const protocolErrorCode = 1002;

/** One socket: frames in, frames out. After {@link close} it is silent, also if the other side is not. */
export class Socket {
  private readonly socket: SocketLike;

  constructor(
    WebSocket: SocketConstructor,
    url: string,
    token: string,
    private readonly listener: SocketListener,
  ) {
    this.socket = new WebSocket(url, [subprotocol, `bearer.${token}`]);
    this.socket.onopen = () => listener.opened();
    this.socket.onclose = ({ code, reason }: { code: number; reason: string }) => this.end(code, reason);
    this.socket.onerror = () => {};
    this.socket.onmessage = ({ data }: { data: unknown }) => this.read(data);
  }

  send(frame: ClientFrame): void {
    this.socket.send(JSON.stringify(frame));
  }

  close(): void {
    this.silence();
    this.socket.close();
  }

  private read(data: unknown): void {
    const frame = parseFrame(data);
    if (frame === 'malformed') {
      this.socket.close();
      this.end(protocolErrorCode, 'The server sent a malformed frame.');
    } else if (frame !== 'unknown') {
      this.listener.frame(frame);
    }
  }

  private end(code: number, reason: string): void {
    this.silence();
    this.listener.lost(code, reason);
  }

  private silence(): void {
    this.socket.onopen = null;
    this.socket.onmessage = null;
    this.socket.onclose = null;
  }
}
