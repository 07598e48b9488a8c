import type { ClientFrame, ServerFrame } from '../src/generated/protocol.js';
import type { Fetch } from '../src/http.js';
import type { SocketConstructor, SocketLike } from '../src/socket.js';
import { agentScope, type Change, World } from './world.js';

/** The server in the same thread, for tests of what is rendered: no network, and every frame at a known moment. */
export class Loopback {
  readonly world = new World(agentScope);
  /** How many sockets there are now, and how many subscriptions and bootstraps were asked for. */
  sockets = 0;
  subscriptions = 0;
  bootstraps = 0;
  private receive: ((frame: ServerFrame) => void) | null = null;

  /** Changes that arrive together, in one frame. */
  frame(...changes: Change[]): void {
    const events = changes.flatMap((change) => this.world.commit(change) ?? []);
    this.receive?.({ type: 'delta', scope: agentScope, events, latestSyncId: this.world.head });
  }

  readonly fetch: Fetch = async (input, init) => {
    if (input.includes('/sync/bootstrap')) {
      this.bootstraps += 1;
      return Response.json(this.world.snapshot());
    }
    const body = JSON.parse(String(init?.body));
    const mutationId = new Headers(init?.headers).get('Idempotency-Key') ?? '';
    this.frame({ model: 'Message', id: body.id, action: 'insert', fields: body, mutationId });
    return Response.json(body, { status: 201, headers: { 'Sync-Id': String(this.world.head) } });
  };

  get WebSocket(): SocketConstructor {
    const loopback = this;
    return class implements SocketLike {
      onopen: ((event: never) => void) | null = null;
      onclose: ((event: never) => void) | null = null;
      onerror: ((event: never) => void) | null = null;
      onmessage: ((event: never) => void) | null = null;

      constructor() {
        loopback.sockets += 1;
        loopback.receive = (frame) => this.onmessage?.({ data: JSON.stringify(frame) } as never);
        queueMicrotask(() => this.onopen?.({} as never));
      }

      send(data: string): void {
        const frame: ClientFrame = JSON.parse(data);
        if (frame.type === 'subscribe') {
          loopback.subscriptions += 1;
          const events = loopback.world.between(frame.lastSyncId);
          if (events.length > 0) {
            const latestSyncId = loopback.world.head;
            loopback.receive?.({ type: 'delta', scope: agentScope, events, latestSyncId });
          }
          const { head: latestSyncId, epoch } = loopback.world;
          loopback.receive?.({ type: 'subscribed', scope: frame.scope, latestSyncId, epoch });
        }
      }

      close(): void {
        loopback.sockets -= 1;
      }
    };
  }
}
