import type { SyncEvent } from './generated/protocol.js';
import { type Http, queryOf } from './http.js';
import { type Limits, retryDelayMs } from './limits.js';
import type { Loaded } from './machine-types.js';
import { modelNames, modelsBut } from './model.js';
import type { Fresh } from './ordered.js';
import { clientProblem, type ProblemFacts, type SyncProblem } from './problem.js';
import { emptyReplica, foldLines, type Replica, sizeOf, tooManyRows } from './replica.js';
import type { ScopeStore } from './scope-store.js';

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

/** What loading late needs of the client. */
export interface LazyOptions {
  readonly rows: ScopeStore;
  readonly http: Http;
  readonly limits: Limits;
  /** The scope shall catch up as far as that. */
  readonly nudge: (to: number) => void;
  readonly refused: (problem: ProblemFacts) => void;
}

/**
 * Loads models when they are first read. The scope's events of all models keep coming meanwhile, so that each still
 * names its neighbour. Those of the models on their way are kept from the moment they are asked for, and rows are added
 * when the scope has come as far as they go: what is shown is the state of one moment, before and after.
 */
export class LazyModels {
  private load: Load | null = null;
  private retry: ReturnType<typeof setTimeout> | null = null;
  private attempt = 0;

  constructor(private readonly options: LazyOptions) {
    options.rows.onEvents = (events) => this.keep(events);
  }

  /** A model was read, or something was published: there may be rows to ask for, or to add. */
  look(): void {
    const { point, generation, busy, wanted } = this.options.rows;
    if (this.load !== null && this.load.generation !== generation) {
      this.stop();
    }
    if (point === null || busy || wanted.length === 0) {
      return;
    }
    if (this.load !== null) {
      this.add(this.load, point);
    } else if (this.retry === null) {
      this.ask(point);
    }
  }

  stop(): void {
    this.load?.stop.abort();
    this.load = null;
    clearTimeout(this.retry ?? undefined);
    this.retry = null;
  }

  private ask(from: Loaded): void {
    const { rows, http, limits } = this.options;
    const absent = new Set(modelNames.filter((model) => !rows.wanted.includes(model)));
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

  private add(load: Load, { lastSyncId }: Loaded): void {
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
    this.options.rows.adopt(
      load.part,
      load.events.filter(({ id }) => id > to),
    );
  }

  private keep(events: readonly SyncEvent[]): void {
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
