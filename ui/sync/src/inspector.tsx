/** A look inside the client, for whoever develops with it. An entry of its own, so that only those ship it who use it. */
import { type ReactNode, useState, useSyncExternalStore } from 'react';
import type { AgentSync } from './agent-sync.js';
import { EventLog } from './inspector-events.js';
import { InspectorLog } from './inspector-log.js';
import { Mutations } from './inspector-mutations.js';
import { Scopes } from './inspector-scopes.js';
import { inspectorStyle } from './inspector-style.js';
import { useAgentSyncClient } from './react.js';

export interface SyncInspectorProps {
  /** Which client. Default: that of the provider above. */
  sync?: AgentSync | undefined;
  /** Shown at the right of the head: say a button that closes it. */
  children?: ReactNode;
}

/** Scopes, mutations that wait, and each event with what it changed; buttons that break things on purpose. */
export function SyncInspector({ sync, children }: SyncInspectorProps): ReactNode {
  return sync ? (
    <Inspector key={keyOf(sync)} sync={sync}>
      {children}
    </Inspector>
  ) : (
    <OfContext>{children}</OfContext>
  );
}

function OfContext({ children }: { children?: ReactNode }): ReactNode {
  const sync = useAgentSyncClient();
  return (
    <Inspector key={keyOf(sync)} sync={sync}>
      {children}
    </Inspector>
  );
}

function Inspector({ sync, children }: { sync: AgentSync; children?: ReactNode }): ReactNode {
  const [log] = useState(() => new InspectorLog(sync));
  useSyncExternalStore(
    log.subscribe,
    () => log.version,
    () => 0,
  );
  const { status, lastProblem } = sync.connection.getState();
  const [latest] = log.events;
  return (
    <section className="agentsync-inspector" aria-label="Sync inspector">
      <style>{inspectorStyle}</style>
      <header>
        <strong>Sync inspector</strong>
        <span className="status" data-status={status}>
          {status}
        </span>
        {latest && (
          <span title="From when the newest event happened to when it showed here">
            lag {latest.lagMs} ms
          </span>
        )}
        <span className="actions">
          <Actions log={log} />
          {children}
        </span>
      </header>
      {lastProblem && <p role="status">{`${lastProblem.code}: ${lastProblem.detail}`}</p>}
      <Scopes log={log} />
      <Mutations sync={sync} />
      <EventLog log={log} />
    </section>
  );
}

function Actions({ log }: { log: InspectorLog }): ReactNode {
  const { http, driver } = log.sync.inspect();
  const toggle = () => {
    http.offline = !http.offline;
    if (http.offline) {
      http.cut();
      driver.drop();
    } else {
      log.sync.retry();
    }
    log.refresh();
  };
  return (
    <>
      <button type="button" aria-pressed={http.offline} onClick={toggle}>
        Offline
      </button>
      <button type="button" onClick={() => driver.drop()}>
        Drop socket
      </button>
      <button type="button" onClick={() => log.sync.retry()}>
        Retry now
      </button>
    </>
  );
}

const keys = new WeakMap<AgentSync, number>();
let nextKey = 0;

/** Another client is another inspector. */
function keyOf(sync: AgentSync): number {
  const key = keys.get(sync) ?? nextKey++;
  keys.set(sync, key);
  return key;
}
