import { type AgentRow, useMutations, uuidv7 } from '@openagents/sync';
import { type FormEvent, useId, useState } from 'react';
import { useAttempt } from '../platform/attempt';
import { Button } from '../platform/button';
import { Dialog } from '../platform/dialog';
import { wantComposerFocus } from '../platform/focus';
import { closeOverlay } from '../platform/overlay';
import { navigate } from '../platform/route';
import { useOrgId } from '../sync/org-context';
import { reasonOf } from '../sync/problem';
import { useAgent } from '../sync/rows';
import { useUndoToast } from '../sync/undo';

export function NewAgentDialog() {
  const orgId = useOrgId();
  const { createAgent } = useMutations();
  const [id] = useState(uuidv7);
  return (
    <NameDialog
      title="New agent"
      verb="Create agent"
      name=""
      onSave={(name) => createAgent({ id, org_id: orgId, name })}
      onSaved={() => {
        wantComposerFocus(id);
        navigate({ agentId: id });
      }}
    />
  );
}

export function RenameAgentDialog({ agentId }: { agentId: string }) {
  const agent = useAgent(agentId);
  const [given] = useState(agent?.name);
  const { renameAgent } = useMutations();
  const offerUndo = useUndoToast();
  if (given === undefined) return null;
  const rename = (name: string) => {
    if (name === given) return Promise.resolve();
    const renamed = renameAgent({ id: agentId, name });
    offerUndo(`Renamed to ${name}`);
    return renamed;
  };
  return <NameDialog title="Rename agent" verb="Rename" name={given} onSave={rename} />;
}

type NameDialogProps = {
  title: string;
  verb: string;
  name: string;
  onSave: (name: string) => Promise<unknown>;
  onSaved?: () => void;
};

/** Asks for a name and stays open with the reason when it is refused. */
function NameDialog({ title, verb, name: given, onSave, onSaved }: NameDialogProps) {
  const [name, setName] = useState(given);
  const { busy, reason, run } = useAttempt();
  const id = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const onDone = () => {
      closeOverlay();
      onSaved?.();
    };
    run({ act: () => onSave(name.trim()), onDone, reasonOf });
  };
  return (
    <Dialog title={title} onClose={closeOverlay}>
      <form onSubmit={submit} className="px-5 pt-3 pb-5">
        <label htmlFor={id} className="mb-1.5 block text-xs font-medium text-ink-soft">
          Name
        </label>
        <input
          id={id}
          className="field h-9 w-full text-base"
          value={name}
          onChange={(event) => setName(event.target.value)}
          onFocus={(event) => event.target.select()}
          placeholder="What it works on, say fix-login-timeout"
          autoComplete="off"
          data-autofocus
          aria-invalid={reason !== undefined}
          aria-describedby={reason && `${id}-reason`}
        />
        <Reason id={`${id}-reason`} reason={reason} />
        <DialogActions>
          <Button onClick={closeOverlay}>Cancel</Button>
          <Button look="primary" type="submit" disabled={busy || name.trim() === ''}>
            {verb}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

export function RetireAgentDialog({ agentId }: { agentId: string }) {
  const agent = useAgent(agentId);
  return agent ? <RetireDialog agent={agent} /> : null;
}

function RetireDialog({ agent }: { agent: AgentRow }) {
  const { retireAgent } = useMutations();
  const { busy, reason, run } = useAttempt();
  const retire = () => run({ act: () => retireAgent({ id: agent.id }), onDone: closeOverlay, reasonOf });
  return (
    <Dialog title={`Retire ${agent.name}?`} onClose={closeOverlay}>
      <div className="px-5 pt-2 pb-5">
        <p className="text-ink-soft">
          A retired agent takes no more messages and records no more steps. Its history stays. This cannot be
          undone.
        </p>
        <Reason reason={reason} />
        <DialogActions>
          <Button onClick={closeOverlay}>Cancel</Button>
          <Button look="danger" disabled={busy} onClick={retire} data-autofocus>
            Retire
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  );
}

function DialogActions({ children }: { children: React.ReactNode }) {
  return <div className="mt-5 flex justify-end gap-2">{children}</div>;
}

function Reason({ id, reason }: { id?: string; reason: string | undefined }) {
  if (reason === undefined) return null;
  return (
    <p id={id} role="alert" className="mt-2 text-bad">
      {reason}
    </p>
  );
}
