import { type Http, queryOf } from './http.js';
import type { Limits } from './limits.js';
import type { Effect } from './machine-types.js';
import { type ModelName, modelsBut, type Scope } from './model.js';
import { type Line, linesOf, tooManyRows } from './replica.js';
import type { ScopeStore } from './scope-store.js';
import type { Snapshot } from './seams.js';
import { inSlices, type Take } from './stream.js';

type Fetch = Extract<Effect, { type: 'fetch' }>;

export interface LoadOptions {
  readonly http: Http;
  readonly limits: Limits;
  readonly store: (scope: Scope) => ScopeStore;
  /** What the disk holds of a scope; null when that is nothing. */
  readonly stored: (scope: Scope, models: readonly ModelName[] | null) => Promise<Snapshot | null>;
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
      case 'stored':
        return this.restore(scope, models, signal);
      case 'delta': {
        const query = queryOf({ scope, lastSyncId: from, epoch });
        return (await http.call({ path: `/sync/delta?${query}`, signal })).body;
      }
      case 'bootstrap': {
        const query = queryOf({ scope, models: modelsBut(store(scope).begin(true), models) });
        return http.rows({ path: `/sync/bootstrap?${query}`, signal }, this.taker(scope));
      }
      case 'compacted': {
        const wanted = modelsBut(store(scope).begin(false), models);
        const query = queryOf({ scope, lastSyncId: from, epoch, models: wanted });
        return http.rows({ path: `/sync/compacted?${query}`, signal }, this.taker(scope));
      }
    }
  }

  private async restore(
    scope: Scope,
    models: readonly ModelName[] | null,
    signal: AbortSignal,
  ): Promise<Snapshot | null> {
    const snapshot = await this.options.stored(scope, models);
    if (snapshot === null || signal.aborted) {
      return null;
    }
    const take = this.taker(scope);
    this.options.store(scope).begin(true, new Set(snapshot.absent));
    await inSlices<Line>(
      this.options.limits.loadSliceMs,
      (lines) => signal.aborted || take(lines),
    )(linesOf(snapshot));
    return snapshot;
  }

  private taker(scope: Scope): Take {
    const { scopeRowsMax } = this.options.limits;
    const store = this.options.store(scope);
    return (lines) => {
      if (store.part(lines) > scopeRowsMax) {
        throw tooManyRows(scopeRowsMax);
      }
    };
  }
}
