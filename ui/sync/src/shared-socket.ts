import type { SocketLike } from './socket.js';
import type { FromHub, ToHub } from './tab-messages.js';

/** A tab's end of the one socket. To the client it looks like a socket of its own. */
export class SharedSocket implements SocketLike {
  onopen: ((event: never) => void) | null = null;
  onclose: ((event: never) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  onmessage: ((event: never) => void) | null = null;
  /** It was pinged, and nothing has come since. */
  doubtful = false;
  private state: 'connecting' | 'open' | 'closed' = 'connecting';

  constructor(
    private readonly say: (message: ToHub) => void,
    private readonly wish: Extract<ToHub, { type: 'connect' }>,
  ) {
    // Whoever made it has yet to say where it shall be heard.
    queueMicrotask(() => this.connect());
  }

  send(data: string): void {
    this.doubtful ||= data === ping;
    this.say({ type: 'up', data });
  }

  close(): void {
    if (this.state !== 'closed') {
      this.state = 'closed';
      this.say({ type: 'hangUp' });
    }
  }

  private connect(): void {
    if (this.state === 'connecting') {
      this.say(this.wish);
    }
  }

  /** @param me the tab that this is the end of */
  hear(message: FromHub, me: string): void {
    switch (message.type) {
      case 'heard':
        break;
      case 'opened':
        if (this.state === 'connecting' && message.to === me) {
          this.state = 'open';
          this.onopen?.({} as never);
        }
        break;
      case 'down':
        if (this.state === 'open') {
          this.doubtful = false;
          this.onmessage?.({ data: message.data } as never);
        }
        break;
      case 'lost':
        this.doubtful = false;
        if (this.state !== 'closed') {
          this.state = 'closed';
          this.onclose?.({ code: message.code, reason: message.reason } as never);
        }
        break;
    }
  }

  /** Another tab holds the socket now: connect anew, at once. */
  moved(): void {
    this.doubtful = false;
    if (this.state === 'open') {
      this.onmessage?.({ data: '{"type":"reconnect","afterMs":0}' } as never);
    } else {
      this.connect();
    }
  }
}

const ping = JSON.stringify({ type: 'ping' });
