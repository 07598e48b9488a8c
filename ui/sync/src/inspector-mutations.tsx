import type { ReactNode } from 'react';
import type { AgentSync } from './agent-sync.js';
import type { PendingMutation } from './pending.js';

/** Own changes that the server has not answered, and those that it refused. */
export function Mutations({ sync }: { sync: AgentSync }): ReactNode {
  const pending = sync.pending.getState();
  const refused = sync.deadLetters.getState();
  if (pending.length + refused.length === 0) {
    return <p className="none">No change of one's own waits or was refused.</p>;
  }
  return (
    <div className="scroll">
      <table>
        <caption>{`Own changes: ${pending.length} waiting, ${refused.length} refused`}</caption>
        <thead>
          <tr>
            <th>Mutation</th>
            <th>Of</th>
            <th>Status</th>
            <th className="number">Sends</th>
            <th>Last problem</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {[...pending, ...refused].map((mutation) => (
            <Mutation key={mutation.id} sync={sync} mutation={mutation} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Mutation({ sync, mutation }: { sync: AgentSync; mutation: PendingMutation }): ReactNode {
  const { id, name, model, modelId, status, attempts, lastProblem } = mutation;
  // Why it fails again stands in the list.
  const resend = () => void sync.resend(id).catch(() => undefined);
  return (
    <tr>
      <td title={id}>{name}</td>
      <td title={modelId}>{model}</td>
      <td>{status}</td>
      <td className="number">{attempts}</td>
      <td title={lastProblem?.detail}>{lastProblem?.code}</td>
      <td>
        {status === 'refused' && (
          <button type="button" onClick={resend}>
            Resend
          </button>
        )}
        {(status === 'refused' || attempts === 0) && (
          <button type="button" onClick={() => void sync.discard(id)}>
            Discard
          </button>
        )}
      </td>
    </tr>
  );
}
