import 'fake-indexeddb/auto';
import { WebSocket } from 'ws';
import { type AgentSync, type AgentSyncOptions, createAgentSync } from '../src/agent-sync.js';
import { type IndexedDbStorage, indexedDb, type StorageLimits } from '../src/indexed-db.js';
import type { SyncStorage, SyncTabs } from '../src/seams.js';
import type { SocketConstructor } from '../src/socket.js';
import { sharedTabs } from '../src/tabs.js';
import { quick } from './client.js';

interface Request {
  readonly owner: object;
  readonly name: string;
  readonly run: () => void;
  readonly end: (problem: Error) => void;
}

/** Web Locks of one browser: exclusive ones, in the order of asking, each of a tab that may crash. */
export class FakeLocks {
  private readonly held = new Map<string, Request>();
  private waiting: Request[] = [];

  of(owner: object): Pick<LockManager, 'request'> {
    const request = (name: string, options: LockOptions, got: LockGrantedCallback<unknown>) =>
      this.request(owner, name, options, got);
    return { request } as unknown as Pick<LockManager, 'request'>;
  }

  /** All that the tab held is free, without a word. */
  crash(owner: object): void {
    this.waiting = this.waiting.filter((each) => each.owner !== owner);
    for (const [name, { owner: holder }] of [...this.held]) {
      if (holder === owner) {
        this.held.delete(name);
      }
    }
    this.grant();
  }

  private request(owner: object, name: string, options: LockOptions, got: LockGrantedCallback<unknown>) {
    return new Promise((resolve, reject) => {
      const request: Request = {
        owner,
        name,
        run: () =>
          void Promise.resolve(got({ name, mode: 'exclusive' })).then((value) => {
            if (this.held.get(name) === request) {
              this.held.delete(name);
            }
            resolve(value);
            this.grant();
          }, reject),
        end: reject,
      };
      options.signal?.addEventListener('abort', () => {
        this.waiting = this.waiting.filter((each) => each !== request);
      });
      if (options.steal) {
        this.held.get(name)?.end(new DOMException('stolen', 'AbortError'));
        this.held.set(name, request);
        queueMicrotask(request.run);
      } else {
        this.waiting.push(request);
        queueMicrotask(() => this.grant());
      }
    });
  }

  private grant(): void {
    for (const request of [...this.waiting]) {
      if (!this.held.has(request.name)) {
        this.waiting = this.waiting.filter((each) => each !== request);
        this.held.set(request.name, request);
        request.run();
      }
    }
  }
}

/** A page with a client in it, which may crash at any moment. */
export interface Page {
  readonly sync: AgentSync;
  readonly storage: IndexedDbStorage;
  /** As a crash would end it: nothing that it still does has any effect outside. */
  crash(): void;
  /** It lives and does nothing any more: it keeps its locks and its socket. */
  hang(): void;
}

export interface PageOptions extends Partial<Omit<AgentSyncOptions, 'storage' | 'tabs'>> {
  readonly principal?: string;
  readonly tabs?: boolean;
  readonly sharing?: SyncTabs;
  readonly storageLimits?: Partial<StorageLimits>;
  readonly leaderWaitMs?: number;
}

/** Pages that share a disk and locks. */
export class FakeBrowser {
  private readonly locks = new FakeLocks();
  private readonly pages = new Set<Page>();

  open(url: string, options: PageOptions = {}): Page {
    const {
      principal = 'alice',
      tabs = false,
      sharing,
      storageLimits,
      leaderWaitMs = 200,
      ...rest
    } = options;
    const life = { crashed: false };
    const storage = indexedDb({ principal, limits: { writeDelayMs: 0, ...storageLimits } });
    const channels: BroadcastChannel[] = [];
    const sockets: WebSocket[] = [];
    const channel = (name: string) => {
      const made = new BroadcastChannel(name);
      const post = made.postMessage.bind(made);
      made.postMessage = (message) => life.crashed || post(message);
      channels.push(made);
      return made;
    };
    const shared = sharedTabs({ locks: this.locks.of(life), channel, limits: { leaderWaitMs } });
    const Socket = class extends WebSocket {
      constructor(address: string, protocols: string[]) {
        super(address, protocols);
        sockets.push(this);
      }
    };
    const sync = createAgentSync({
      ...quick(url, rest),
      WebSocket: Socket as unknown as SocketConstructor,
      fetch: async (input, init) => {
        const answer = await fetch(input, init);
        return life.crashed ? new Promise<never>(() => undefined) : answer;
      },
      storage: mortal(storage, life),
      tabs: tabs ? shared : sharing,
    });
    const hang = () => {
      life.crashed = true;
      this.pages.delete(page);
      for (const each of channels) {
        each.onmessage = null;
        each.close();
      }
    };
    const page: Page = {
      sync,
      storage,
      hang,
      crash: () => {
        hang();
        for (const socket of sockets) {
          socket.terminate();
        }
        this.locks.crash(life);
        sync.close();
      },
    };
    this.pages.add(page);
    return page;
  }

  close(): void {
    for (const { sync } of this.pages) {
      sync.close();
    }
    this.pages.clear();
  }
}

/** The disk as a page has it that may crash: what it still says afterwards is not heard. */
function mortal(storage: SyncStorage, life: { readonly crashed: boolean }): SyncStorage {
  return new Proxy(storage, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property);
      if (typeof value !== 'function') {
        return value;
      }
      return (...given: unknown[]) =>
        life.crashed ? new Promise(() => undefined) : value.apply(target, given);
    },
  });
}
