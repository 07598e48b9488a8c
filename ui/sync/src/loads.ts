import { type Http, queryOf } from './http.js';
import type { Limits } from './limits.js';
import type { Effect, Loaded } from './machine-types.js';
import { type ModelName, modelNames, modelsBut, type Scope } from './model.js';
import { type Line, tooManyRows } from './replica.js';
import type { ScopeStore } from './scope-store.js';

type Fetch = Extract<Effect, { type: 'fetch' }>;

export interface LoadOptions {
  readonly http: Http;
  readonly limits: Limits;
  readonly store: (scope: Scope) => ScopeStore;
  /** What the disk holds of a scope: its rows, then how far they go; null when it does not hold those models. */
  readonly stored: (
    scope: Scope,
    models: readonly ModelName[],
    take: (lines: readonly Line[]) => void,
  ) => Promise<Loaded | null>;
}

/** Gets what the machine asks for. Rows go to the store as they come; the answer tells how far they go. */
export class Loads {
  private readonly running = new Map<Scope, AbortController>();

  constructor(private readonly options: LoadOptions) {}

  /** What was asked for before counts no more. */
  stop(scope: Scope): void {
    this.running.get(scope)?.abort();
  }

  async get({ scope, rung, from, epoch, models }: Fetch): Promise<unknown> {
    const { http, store } = this.options;
    this.stop(scope);
    const load = new AbortController();
    const { signal } = load;
    this.running.set(scope, load);
    switch (rung) {
      case 'stored': {
        const absent = store(scope).begin(true);
        const held = (models ?? modelNames).filter((model) => !absent.has(model));
        return this.options.stored(scope, held, this.taker(scope, signal));
      }
      case 'delta': {
        const query = queryOf({ scope, lastSyncId: from, epoch });
        return (await http.call({ path: `/sync/delta?${query}`, signal })).body;
      }
      case 'bootstrap': {
        const query = queryOf({ scope, models: modelsBut(store(scope).begin(true), models) });
        return http.rows({ path: `/sync/bootstrap?${query}`, signal }, this.taker(scope, signal));
      }
      case 'compacted': {
        const wanted = modelsBut(store(scope).begin(false), models);
        const query = queryOf({ scope, lastSyncId: from, epoch, models: wanted });
        return http.rows({ path: `/sync/compacted?${query}`, signal }, this.taker(scope, signal));
      }
    }
  }

  private taker(scope: Scope, signal: AbortSignal): (lines: readonly Line[]) => void {
    const { scopeRowsMax } = this.options.limits;
    const store = this.options.store(scope);
    return (lines) => {
      signal.throwIfAborted();
      if (store.part(lines) > scopeRowsMax) {
        throw tooManyRows(scopeRowsMax);
      }
    };
  }
}
