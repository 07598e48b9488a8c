import type { ReactNode } from 'react';
import type { Handle } from './handle.js';
import type { InspectorLog } from './inspector-log.js';
import { sizeOf } from './replica.js';

/** The scopes that this client knows, and how far each has come. */
export function Scopes({ log }: { log: InspectorLog }): ReactNode {
  const { handles, driver } = log.sync.inspect();
  const resync = (handle: Handle) =>
    driver.dispatch({ type: 'resync', scope: handle.scope, reason: 'retention', next: 'bootstrap' });
  return (
    <div className="scroll">
      <table>
        <caption>Scopes</caption>
        <thead>
          <tr>
            <th>Scope</th>
            <th>Status</th>
            <th className="number">Last sync id</th>
            <th className="number">Proven to</th>
            <th className="number">Rows</th>
            <th className="number">Overlays</th>
            <th>Missing</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {[...handles.values()].map((handle) => {
            const { lastSyncId, absent, overlays } = handle.rows.current;
            return (
              <tr key={handle.scope}>
                <td title={handle.scope}>{handle.scope}</td>
                <td>{handle.connection.getState().status}</td>
                <td className="number">{lastSyncId}</td>
                <td className="number">{driver.machine.scopes.get(handle.scope)?.provenTo ?? ''}</td>
                <td className="number">{sizeOf(handle.rows.current)}</td>
                <td className="number">{overlays.length}</td>
                <td>{[...absent].join(', ')}</td>
                <td>
                  <button type="button" onClick={() => resync(handle)}>
                    Resync
                  </button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
