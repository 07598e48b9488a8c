import type { AgentSync } from './agent-sync.js';
import type { SyncEvent } from './generated/protocol.js';
import type { Handle } from './handle.js';
import { isModelName, type Row, type Scope } from './model.js';
import { foldRow } from './overlay.js';
import { confirmedRow, type Replica } from './replica.js';

/** One column, before and after. */
export interface FieldChange {
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** An event as it came in, with what it changed. */
export interface LoggedEvent {
  readonly key: number;
  readonly scope: Scope;
  readonly event: SyncEvent;
  readonly shownAt: number;
  /** From when it happened, by the server's clock, to when it showed here, by this one's. */
  readonly lagMs: number;
  readonly changes: readonly FieldChange[];
}

const logMax = 500;
const refreshIntervalMs = 100;

/** Listens to a client for as long as it is started, and says when there is something new to look at. */
export class InspectorLog {
  events: readonly LoggedEvent[] = [];
  version = 0;
  private next = 0;
  private readonly listeners = new Set<() => void>();
  private readonly stops: (() => void)[] = [];
  private readonly watched = new Set<Handle>();
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(readonly sync: AgentSync) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    if (this.listeners.size === 0) {
      this.start();
    }
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) {
        this.stop();
      }
    };
  };

  clear(): void {
    this.events = [];
    this.refresh();
  }

  refresh(): void {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.watchAll();
      this.version += 1;
      for (const listener of this.listeners) {
        listener();
      }
    }, refreshIntervalMs);
  }

  private start(): void {
    const { connection, pending, deadLetters } = this.sync;
    for (const store of [connection, pending, deadLetters]) {
      this.stops.push(store.subscribe(() => this.refresh()));
    }
    this.watchAll();
  }

  private stop(): void {
    for (const stop of this.stops.splice(0)) {
      stop();
    }
    this.watched.clear();
  }

  /** Scopes come up as they are asked for. */
  private watchAll(): void {
    for (const handle of this.sync.inspect().handles.values()) {
      if (!this.watched.has(handle)) {
        this.watched.add(handle);
        handle.rows.watcher = (events, before) => this.note(handle.scope, events, before);
        this.stops.push(
          handle.store.subscribe(() => this.refresh()),
          handle.connection.subscribe(() => this.refresh()),
          () => {
            handle.rows.watcher = null;
          },
        );
      }
    }
  }

  private note(scope: Scope, events: readonly SyncEvent[], before: Replica): void {
    const shownAt = Date.now();
    const rows = new Map<string, Row | undefined>();
    const logged = events.map((event): LoggedEvent => {
      const { model, model_id: id } = event;
      const key = `${model}:${id}`;
      const known = rows.has(key)
        ? rows.get(key)
        : isModelName(model)
          ? confirmedRow(before, model, id)
          : undefined;
      const after = foldRow(event, known);
      rows.set(key, after);
      const lagMs = shownAt - Date.parse(event.created_at);
      return { key: this.next++, scope, event, shownAt, lagMs, changes: changesOf(known, after) };
    });
    this.events = [...logged.reverse(), ...this.events].slice(0, logMax);
    this.refresh();
  }
}

/** The columns whose values differ. */
export function changesOf(before: Row | undefined, after: Row | undefined): FieldChange[] {
  const from = (before ?? {}) as Record<string, unknown>;
  const to = (after ?? {}) as Record<string, unknown>;
  return [...new Set([...Object.keys(from), ...Object.keys(to)])]
    .filter((field) => JSON.stringify(from[field]) !== JSON.stringify(to[field]))
    .map((field) => ({ field, from: from[field], to: to[field] }));
}
