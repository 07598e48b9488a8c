import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Driver } from './driver.js';
import type { ModelName, Scope } from './model.js';
import type { ScopedMutations } from './mutations.js';
import { SyncProblem } from './problem.js';
import type { ScopeStore, SyncState } from './scope-store.js';
import type { LazySeat } from './seams.js';
import { type ConnectionState, connectionState } from './status.js';

/** A store that one may read and listen to. */
export type Readable<T> = Pick<StoreApi<T>, 'getState' | 'getInitialState' | 'subscribe'>;

/** One scope: its state, and holding it open. */
export interface ScopeHandle {
  readonly scope: Scope;
  readonly store: Readable<SyncState>;
  readonly connection: Readable<ConnectionState>;
  readonly mutations: ScopedMutations;
  /** Follows the scope until the function that it returns is called; several may hold it at once. */
  open(): () => void;
  /** The state once the rows are there. Fails with a {@link SyncProblem} when the server refuses the scope. */
  ready(): Promise<SyncState>;
}

export class Handle implements ScopeHandle {
  readonly store: Readable<SyncState>;
  readonly connection: StoreApi<ConnectionState>;
  readonly mutations: ScopedMutations;
  private holders = 0;
  private lingering: ReturnType<typeof setTimeout> | null = null;

  constructor(
    readonly scope: Scope,
    readonly rows: ScopeStore,
    private readonly driver: Driver,
    private readonly lingerMs: number,
    private readonly more: {
      readonly models: readonly ModelName[] | null;
      readonly stored: boolean;
      readonly mutations: ScopedMutations;
      readonly lazy: LazySeat | undefined;
    },
  ) {
    this.store = rows.store;
    this.mutations = more.mutations;
    const state = { ...connectionState(driver.machine, scope), since: Date.now() };
    this.connection = createStore<ConnectionState>()(() => state);
  }

  open(): () => void {
    this.holders += 1;
    if (this.lingering !== null) {
      clearTimeout(this.lingering);
      this.lingering = null;
    }
    const { models, stored } = this.more;
    this.driver.dispatch({ type: 'open', scope: this.scope, models, from: this.rows.point, stored });
    let held = true;
    return () => {
      if (held) {
        held = false;
        this.letGo();
      }
    };
  }

  ready(): Promise<SyncState> {
    return new Promise((resolve, reject) => {
      const close = this.open();
      const look = (state: SyncState) => {
        if (state.ready || state.problem !== null) {
          unsubscribe();
          close();
          state.problem === null ? resolve(state) : reject(new SyncProblem(state.problem));
        }
      };
      const unsubscribe = this.store.subscribe(look);
      look(this.store.getState());
    });
  }

  get models(): readonly ModelName[] | null {
    return this.more.models;
  }

  /** The client is closed: nothing is left to let go of. */
  stop(): void {
    this.more.lazy?.stop();
    if (this.lingering !== null) {
      clearTimeout(this.lingering);
    }
  }

  /** Stays subscribed for a while: whoever leaves a page often comes back. */
  private letGo(): void {
    this.holders -= 1;
    if (this.holders === 0) {
      this.lingering = setTimeout(() => {
        this.lingering = null;
        this.driver.dispatch({ type: 'release', scope: this.scope });
      }, this.lingerMs);
    }
  }
}

/** `since` tells when the status changed, not when a detail did. */
export function showConnection(store: StoreApi<ConnectionState>, next: Omit<ConnectionState, 'since'>): void {
  const shown = store.getState();
  const { status, retryAt, attempt, lastProblem } = next;
  const same = status === shown.status && retryAt === shown.retryAt && attempt === shown.attempt;
  if (!same || lastProblem !== shown.lastProblem) {
    store.setState({ ...next, since: status === shown.status ? shown.since : Date.now() }, true);
  }
}
