import type { SyncEvent } from './generated/protocol.js';
import { queryOf } from './http.js';
import { retryDelayMs } from './limits.js';
import type { Loaded } from './machine-types.js';
import { type ModelName, modelNames, modelsBut, type Scope } from './model.js';
import type { Fresh } from './ordered.js';
import type { Overlay } from './overlay.js';
import { clientProblem, type SyncProblem } from './problem.js';
import {
  confirmed,
  emptyReplica,
  foldEvents,
  foldLines,
  type Replica,
  sizeOf,
  swap,
  tooManyRows,
} from './replica.js';
import type { ScopeStore } from './scope-store.js';
import type { LazyOptions, LazySeat, Readings, SyncLazy } from './seams.js';
import { type Tables, Timelines, timelineModels } from './timelines.js';

interface Load {
  /** The life of the rows that it belongs to; others make it useless. */
  readonly generation: number;
  /** Up to here events have passed that were not kept; the rows must reach as far. */
  readonly from: Loaded;
  readonly stop: AbortController;
  part: Replica;
  /** What became of these models since. */
  events: SyncEvent[];
  /** How far the rows go, once they are all there. */
  to: number | null;
}

/** Which models of a scope to load only when they are first read: `createAgentSync({ lazy: lazyModels(…) })`. */
export function lazyModels(of: (scope: Scope) => readonly ModelName[] | undefined): SyncLazy {
  return (scope, options) => new LazyModels(of(scope) ?? [], options);
}

/**
 * Loads models when they are first read. The scope's events of all models keep coming meanwhile, so that each still
 * names its neighbour. Those of the models on their way are kept from the moment they are asked for, and rows are added
 * when the scope has come as far as they go: what is shown is the state of one moment, before and after.
 */
class LazyModels implements LazySeat {
  unasked: ReadonlySet<ModelName>;
  private load: Load | null = null;
  private retry: ReturnType<typeof setTimeout> | null = null;
  private attempt = 0;
  private rows: ScopeStore | null = null;

  constructor(
    private readonly models: readonly ModelName[],
    private readonly options: LazyOptions,
  ) {
    this.unasked = new Set(models);
  }

  join(rows: ScopeStore): void {
    this.rows = rows;
  }

  forget(): void {
    this.unasked = new Set(this.models);
  }

  /** Tables that notice who is the first to read them. */
  readings({ models: tables, timelines }: Readings): Readings {
    if (this.unasked.size === 0) {
      return { models: tables, timelines };
    }
    const models = { ...tables };
    for (const model of this.unasked) {
      Object.defineProperty(models, model, {
        get: () => {
          this.asked(model);
          return tables[model];
        },
      });
    }
    const of: Timelines['of'] = (agentId) => {
      for (const model of timelineModels) {
        this.asked(model);
      }
      return timelines.of(agentId);
    };
    return { models, timelines: { of } };
  }

  private asked(model: ModelName): void {
    if (this.unasked.has(model)) {
      this.unasked = new Set([...this.unasked].filter((other) => other !== model));
      // Whoever reads may be rendering.
      queueMicrotask(() => this.look());
    }
  }

  look(): void {
    const { rows } = this;
    if (rows === null) {
      return;
    }
    const { point, generation, busy } = rows;
    if (this.load !== null && this.load.generation !== generation) {
      this.stop();
    }
    const wanted = [...rows.current.absent].filter((model) => !this.unasked.has(model));
    if (point === null || busy || wanted.length === 0) {
      return;
    }
    if (this.load !== null) {
      this.add(rows, this.load, point);
    } else if (this.retry === null) {
      this.ask(rows, wanted, point);
    }
  }

  stop(): void {
    this.load?.stop.abort();
    this.load = null;
    clearTimeout(this.retry ?? undefined);
    this.retry = null;
  }

  private ask(rows: ScopeStore, wanted: readonly ModelName[], from: Loaded): void {
    const { http, limits } = this.options;
    const absent = new Set(modelNames.filter((model) => !wanted.includes(model)));
    const load: Load = {
      generation: rows.generation,
      from,
      stop: new AbortController(),
      part: emptyReplica(rows.scope, absent),
      events: [],
      to: null,
    };
    this.load = load;
    const fresh: Fresh = new Set();
    const query = queryOf({ scope: rows.scope, models: modelsBut(absent) });
    http
      .rows({ path: `/sync/bootstrap?${query}`, signal: load.stop.signal }, (lines) => {
        load.part = foldLines(load.part, load.part, lines, fresh);
        if (sizeOf(load.part) + sizeOf(rows.current) > limits.scopeRowsMax) {
          throw tooManyRows(limits.scopeRowsMax);
        }
      })
      .then(({ lastSyncId, epoch }) => {
        if (epoch !== from.epoch || lastSyncId < from.lastSyncId) {
          throw clientProblem('bad_answer', 'The rows are older than those that are here.');
        }
        load.to = lastSyncId;
        this.look();
      })
      .catch((problem: SyncProblem) => this.load === load && this.failed(problem));
  }

  private add(rows: ScopeStore, load: Load, { lastSyncId }: Loaded): void {
    const { to } = load;
    if (to === null) {
      return;
    }
    if (lastSyncId < to) {
      this.options.nudge(to);
      return;
    }
    this.load = null;
    this.attempt = 0;
    const since = load.events.filter(({ id }) => id > to);
    rows.change((replica) => addModels(replica, load.part, since, this.options.pending()));
  }

  keep(events: readonly SyncEvent[]): void {
    const { load } = this;
    if (load === null) {
      return;
    }
    load.events = load.events.concat(events);
    if (load.events.length > this.options.limits.heldEventsMax) {
      this.stop();
    }
  }

  private failed(problem: SyncProblem): void {
    this.stop();
    if (!problem.retryable) {
      this.options.refused(problem);
      return;
    }
    const delayMs = retryDelayMs(this.options.limits, this.attempt++, Math.random());
    this.retry = setTimeout(() => {
      this.retry = null;
      this.look();
    }, delayMs);
  }
}

/**
 * Adds models that were absent, with their rows at some point and the events after it that passed meanwhile. The point
 * must not be after the replica's own: then what is shown is the state of one moment, as ever.
 */
function addModels(
  replica: Replica,
  part: Replica,
  since: readonly SyncEvent[],
  pending: readonly Overlay[],
): Replica {
  const bare = confirmed(replica);
  const models = modelNames.filter((model) => replica.absent.has(model) && !part.absent.has(model));
  const tables = {
    ...bare.tables,
    ...Object.fromEntries(models.map((model) => [model, part.tables[model]])),
  } as Tables;
  const absent = new Set([...replica.absent].filter((model) => part.absent.has(model)));
  const timelines = new Timelines(tables);
  const rows = foldEvents({ ...bare, absent, tables, timelines }, since, replica.lastSyncId);
  return swap(replica, rows, replica, pending);
}
