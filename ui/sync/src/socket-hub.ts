import { parseFrame } from './frames.js';
import type { ClientFrame } from './generated/protocol.js';
import type { SocketConstructor, SocketLike } from './socket.js';
import type { FromHub, ToHub } from './tab-messages.js';

/**
 * The one socket, in the tab that leads, and who uses it. All that the server sends goes to all tabs: each passes over
 * what it holds already, or does not follow. A subscription starts from the cursor of the tab that is furthest behind,
 * and ends with the last tab that holds it.
 */
export class SocketHub {
  private socket: SocketLike | null = null;
  private open = false;
  /** The scopes that each connected tab follows. */
  private readonly tabs = new Map<string, Set<string>>();
  /** How far each scope has come on this socket. */
  private readonly cursors = new Map<string, number>();

  constructor(
    private readonly RealSocket: SocketConstructor,
    private readonly tell: (message: FromHub) => void,
  ) {}

  hear(message: ToHub, tab: string): void {
    switch (message.type) {
      case 'connect':
        this.connect(message, tab);
        break;
      case 'up':
        this.up(message.data, tab);
        break;
      case 'hangUp':
        this.gone(tab);
        break;
    }
  }

  /** The tab needs the socket no more, or is no more. */
  gone(tab: string): void {
    if (this.leave(tab) && this.tabs.size === 0) {
      this.hangUp();
    }
  }

  close(): void {
    this.tabs.clear();
    this.hangUp();
  }

  private connect({ url, protocols, doubtful }: Extract<ToHub, { type: 'connect' }>, tab: string): void {
    if (doubtful && this.open) {
      // That tab has waited for a pong in vain. To wait once more for the others' sake would help nobody.
      this.lose(1006, 'A tab found the socket dead.');
    }
    this.leave(tab);
    this.tabs.set(tab, new Set());
    this.tell({ type: 'heard', to: tab });
    if (this.open) {
      this.tell({ type: 'opened', to: tab });
    } else if (this.socket === null) {
      this.dial(url, protocols);
    }
  }

  private dial(url: string, protocols: string[]): void {
    try {
      const socket = new this.RealSocket(url, protocols);
      this.socket = socket;
      socket.onopen = () => {
        this.open = true;
        for (const tab of this.tabs.keys()) {
          this.tell({ type: 'opened', to: tab });
        }
      };
      socket.onclose = ({ code, reason }: { code: number; reason: string }) => this.lose(code, reason);
      socket.onerror = () => undefined;
      socket.onmessage = ({ data }: { data: string }) => this.down(data);
    } catch (cause) {
      this.lose(1006, String(cause));
    }
  }

  private lose(code: number, reason: string): void {
    this.hangUp();
    this.tabs.clear();
    this.tell({ type: 'lost', code, reason });
  }

  private hangUp(): void {
    const { socket } = this;
    this.socket = null;
    this.open = false;
    this.cursors.clear();
    if (socket) {
      socket.onopen = null;
      socket.onclose = null;
      socket.onmessage = null;
      socket.close();
    }
  }

  private down(data: string): void {
    const frame = parseFrame(data);
    if (typeof frame === 'object' && (frame.type === 'delta' || frame.type === 'subscribed')) {
      this.cursors.set(frame.scope, Math.max(this.cursors.get(frame.scope) ?? 0, frame.latestSyncId));
    } else if (typeof frame === 'object' && (frame.type === 'resync' || frame.type === 'error')) {
      this.cursors.delete(frame.scope ?? '');
    }
    this.tell({ type: 'down', data });
  }

  private up(data: string, tab: string): void {
    const scopes = this.tabs.get(tab);
    if (!scopes || !this.open) {
      return;
    }
    const frame = JSON.parse(data) as ClientFrame;
    if (frame.type === 'subscribe') {
      scopes.add(frame.scope);
      const shared = this.cursors.get(frame.scope);
      const lastSyncId = Math.min(frame.lastSyncId, shared ?? frame.lastSyncId);
      this.cursors.set(frame.scope, lastSyncId);
      this.socket?.send(JSON.stringify({ ...frame, lastSyncId }));
    } else if (frame.type === 'unsubscribe') {
      scopes.delete(frame.scope);
      this.letGo(frame.scope);
    } else {
      this.socket?.send(data);
    }
  }

  private leave(tab: string): boolean {
    const scopes = this.tabs.get(tab);
    this.tabs.delete(tab);
    for (const scope of scopes ?? []) {
      this.letGo(scope);
    }
    return scopes !== undefined;
  }

  private letGo(scope: string): void {
    const held = [...this.tabs.values()].some((scopes) => scopes.has(scope));
    if (!held && this.cursors.delete(scope)) {
      this.socket?.send(JSON.stringify({ type: 'unsubscribe', scope }));
    }
  }
}
