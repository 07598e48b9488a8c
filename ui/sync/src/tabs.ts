import type { PendingMutation } from './pending.js';
import type { SharedQueue, SyncTabs, TabSeat } from './seams.js';
import { SharedSocket } from './shared-socket.js';
import type { SocketConstructor, SocketLike } from './socket.js';
import { SocketHub } from './socket-hub.js';
import type { TabMessage, ToHub } from './tab-messages.js';
import { uuidv7 } from './uuid.js';

export interface TabLimits {
  /** A leader that does not answer within this time is taken for hung, and another tab leads. */
  leaderWaitMs: number;
}

export interface SharedTabsOptions {
  /** Default: those of the browser. */
  locks?: Pick<LockManager, 'request'> | undefined;
  channel?: ((name: string) => BroadcastChannel) | undefined;
  limits?: Partial<TabLimits> | undefined;
}

/**
 * Shares one socket and one queue between the tabs of a browser: the tab that holds a lock leads, and the browser hands
 * the lock to the next tab in the moment in which the first one ends, however it ends. Where there are no locks or
 * channels, each tab works for itself.
 */
export function sharedTabs(options: SharedTabsOptions = {}): SyncTabs {
  const locks = options.locks ?? globalThis.navigator?.locks;
  const channel = options.channel ?? (globalThis.BroadcastChannel && ((name) => new BroadcastChannel(name)));
  const limits: TabLimits = { leaderWaitMs: 2_000, ...options.limits };
  return {
    join: (name, WebSocket, queue) =>
      locks && channel
        ? new Tab(name, locks, channel(name), WebSocket, limits, queue)
        : alone(WebSocket, queue),
  };
}

function alone(WebSocket: SocketConstructor, queue: SharedQueue): TabSeat {
  queue.lead(true);
  return {
    WebSocket,
    changed: () => undefined,
    removed: () => undefined,
    ask: async () => false,
    leave: () => undefined,
  };
}

class Tab implements TabSeat {
  readonly WebSocket: SocketConstructor;
  private readonly id = uuidv7();
  private readonly left = new AbortController();
  private hub: SocketHub | null = null;
  private socket: SharedSocket | null = null;
  private readonly asked = new Map<string, (done: boolean) => void>();
  private queued = false;
  private patienceMs: number;
  private watch: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly name: string,
    private readonly locks: Pick<LockManager, 'request'>,
    private readonly channel: BroadcastChannel,
    private readonly RealSocket: SocketConstructor,
    private readonly limits: TabLimits,
    private readonly queue: SharedQueue,
  ) {
    this.WebSocket = this.socketClass();
    this.patienceMs = limits.leaderWaitMs;
    channel.onmessage = ({ data }: MessageEvent<TabMessage>) => this.hear(data);
    // Held as long as the tab lives: who gets it knows that the tab is gone.
    this.hold(`${name} tab ${this.id}`, () => undefined);
    this.queueUp();
    this.say({ type: 'hello' });
  }

  changed(mutation: PendingMutation, record: unknown, stored: Promise<void> | undefined): void {
    const leads = this.hub !== null;
    const say = () => this.say({ type: 'mutation', mutation, leads, record });
    // It is on disk before anybody else can know of it, and so before anybody else is done with it.
    leads || stored === undefined ? say() : Promise.race([stored, this.later()]).then(say);
  }

  /** A disk that hangs holds up nothing. */
  private later(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, this.limits.leaderWaitMs));
  }

  removed(id: string): void {
    this.say({ type: 'removed', id });
  }

  ask(what: 'discard' | 'resend', id: string): Promise<boolean> {
    return new Promise((resolve) => {
      this.asked.set(id, resolve);
      this.say({ type: what, id });
    });
  }

  leave(): void {
    this.say({ type: 'bye' });
    clearTimeout(this.watch);
    this.hub?.close();
    this.hub = null;
    this.channel.close();
    this.left.abort();
  }

  /** Holds a lock until the tab leaves; `steal` takes it from whoever has it. */
  private hold(name: string, got: () => void, steal = false): void {
    const { signal } = this.left;
    const held = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    const taken = async () => {
      if (!signal.aborted) {
        got();
        await held;
      }
    };
    const request = steal
      ? this.locks.request(name, { steal }, taken)
      : this.locks.request(name, { signal }, taken);
    // Left before it came to its turn; or it was stolen, by a tab that took this one for hung.
    request.catch(() => name === this.name && !signal.aborted && this.deposed());
  }

  /** Leads when it comes to its turn. */
  private queueUp(): void {
    if (!this.queued) {
      this.queued = true;
      this.hold(this.name, () => {
        this.queued = false;
        this.lead();
      });
    }
  }

  private lead(): void {
    clearTimeout(this.watch);
    if (this.hub) {
      return;
    }
    this.hub = new SocketHub(this.RealSocket, (message) => this.sayAndHear(message));
    this.say({ type: 'leader' });
    this.socket?.moved();
    this.queue.reread();
    this.queue.lead(true);
    this.answerAsked(false);
  }

  /** Where all are slow, the one who is more patient each time leads in the end. */
  private depose(): void {
    this.patienceMs *= 2;
    this.hold(this.name, () => this.lead(), true);
  }

  private deposed(): void {
    if (!this.hub) {
      return;
    }
    this.hub.close();
    this.hub = null;
    this.queue.lead(false);
    this.socket?.moved();
    this.queueUp();
  }

  private say(message: TabMessage): void {
    if (!this.left.signal.aborted) {
      this.channel.postMessage({ ...message, from: this.id });
    }
  }

  private sayAndHear(message: TabMessage): void {
    this.say(message);
    this.hear({ ...message, from: this.id });
  }

  private hear(message: TabMessage): void {
    const { from = '' } = message;
    switch (message.type) {
      case 'hello':
        this.greet(from);
        break;
      case 'leader':
        this.say({ type: 'hello' });
        this.retell(true);
        this.socket?.moved();
        break;
      case 'mutation':
        this.queue.adopt(message.mutation, message.leads, message.record);
        break;
      case 'removed':
        this.queue.forget(message.id);
        this.asked.get(message.id)?.(true);
        this.asked.delete(message.id);
        break;
      case 'discard':
      case 'resend':
        this.serve(message.type, message.id);
        break;
      case 'refused':
        this.asked.get(message.id)?.(false);
        this.asked.delete(message.id);
        break;
      case 'bye':
        this.hub?.gone(from);
        break;
      case 'connect':
      case 'up':
      case 'hangUp':
        this.hub?.hear(message, from);
        break;
      case 'heard':
      case 'opened':
      case 'down':
      case 'lost':
        clearTimeout(this.watch);
        this.socket?.hear(message, this.id);
        break;
    }
  }

  private greet(from: string): void {
    if (this.hub) {
      this.retell(false);
      // The lock comes when that tab has died, also without a word.
      this.locks
        .request(`${this.name} tab ${from}`, { signal: this.left.signal }, () => {
          this.hub?.gone(from);
          this.queue.reread();
        })
        .catch(() => undefined);
    }
  }

  private retell(own: boolean): void {
    const leads = this.hub !== null;
    for (const mutation of this.queue.known(own)) {
      this.say({ type: 'mutation', mutation, leads });
    }
  }

  private serve(what: 'discard' | 'resend', id: string): void {
    if (!this.hub) {
      return;
    }
    if (what === 'resend') {
      // Whoever asked has the promise; here nobody waits for it.
      this.queue.resend(id).catch(() => undefined);
      return;
    }
    this.queue.discard(id).then((done) => done || this.say({ type: 'refused', id }));
  }

  /** Who asked a leader that is gone asks again, if it still matters. */
  private answerAsked(done: boolean): void {
    for (const answer of this.asked.values()) {
      answer(done);
    }
    this.asked.clear();
  }

  /** The way to the hub: within the tab, where it leads. A leader that does not answer is deposed. */
  private sayToHub(message: ToHub): void {
    if (this.hub) {
      this.hub.hear(message, this.id);
      return;
    }
    this.say(message);
    if (message.type === 'connect') {
      clearTimeout(this.watch);
      this.watch = setTimeout(() => this.depose(), this.patienceMs);
    }
  }

  private socketClass(): SocketConstructor {
    const tab = this;
    return class {
      constructor(url: string, protocols: string[]) {
        // biome-ignore lint/correctness/noConstructorReturn: the caller asks for a socket and gets one.
        return tab.connect(url, protocols);
      }
    } as unknown as SocketConstructor;
  }

  private connect(url: string, protocols: string[]): SocketLike {
    const doubtful = this.socket?.doubtful ?? false;
    const wish = { type: 'connect', url, protocols, doubtful } as const;
    this.socket = new SharedSocket((message) => this.sayToHub(message), wish);
    return this.socket;
  }
}
