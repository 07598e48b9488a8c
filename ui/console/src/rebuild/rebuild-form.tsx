import { modelNames, type RebuildKind, type RebuildRequest } from '@openagents/sync';
import { type ReactNode, useState } from 'react';
import { Button } from '../platform/button';
import { useOrgId } from '../sync/org-context';
import { useAgent } from '../sync/rows';

const BEGINNINGS: readonly { kind: RebuildKind; name: string; hint: string }[] = [
  { kind: 'verify', name: 'Verify', hint: 'Says where rows are not as the events say' },
  { kind: 'repair', name: 'Repair', hint: 'Corrects rows that are not as the events say' },
  { kind: 'rebuild', name: 'Rebuild', hint: 'Makes all tables anew while everybody goes on' },
];

type RebuildFormProps = {
  shownAgentId: string | undefined;
  busy: boolean;
  onBegin: (kind: RebuildKind, only: Omit<RebuildRequest, 'kind'>) => void;
};

/** What a run is about, and which one. */
export function RebuildForm({ shownAgentId, busy, onBegin }: RebuildFormProps) {
  const [model, setModel] = useState('');
  const [scope, setScope] = useState('');
  const [meaningChanged, setMeaningChanged] = useState(false);
  const begin = (kind: RebuildKind) =>
    onBegin(kind, {
      ...(model !== '' && { models: [model] }),
      ...(scope !== '' && { scope }),
      ...(meaningChanged && kind !== 'verify' && { meaning_changed: true }),
    });
  return (
    <div className="flex flex-col gap-2.5 border-b border-line px-5 py-3">
      <div className="flex flex-wrap gap-2">
        <ModelSelect value={model} onChange={setModel} />
        <ScopeSelect value={scope} onChange={setScope} shownAgentId={shownAgentId} />
        {BEGINNINGS.map(({ kind, name, hint }) => (
          <Button
            key={kind}
            title={hint}
            look={kind === 'verify' ? 'primary' : 'plain'}
            disabled={busy}
            onClick={() => begin(kind)}
          >
            {name}
          </Button>
        ))}
      </div>
      <label className="flex items-center gap-2 text-xs text-ink-soft">
        <input
          type="checkbox"
          checked={meaningChanged}
          onChange={(event) => setMeaningChanged(event.target.checked)}
        />
        What rows mean has changed: whoever watches starts over
      </label>
      <LostLog disabled={busy} onBegin={() => onBegin('log', {})} />
    </div>
  );
}

type SelectProps = { value: string; onChange: (value: string) => void };

function ModelSelect(props: SelectProps) {
  return (
    <Select {...props} label="Models" all="All models">
      {modelNames.map((name) => (
        <option key={name}>{name}</option>
      ))}
    </Select>
  );
}

function ScopeSelect({ shownAgentId, ...props }: SelectProps & { shownAgentId: string | undefined }) {
  const orgId = useOrgId();
  const agent = useAgent(shownAgentId ?? '');
  return (
    <Select {...props} label="Scope" all="All scopes">
      <option value={`org:${orgId}`}>This org</option>
      {agent && <option value={`agent:${agent.id}`}>{agent.name}</option>}
    </Select>
  );
}

function Select(props: SelectProps & { label: string; all: string; children: ReactNode }) {
  return (
    <select
      aria-label={props.label}
      value={props.value}
      onChange={(event) => props.onChange(event.target.value)}
      className="h-8 max-w-48 rounded-md border border-line-strong bg-raised px-2 text-sm text-ink"
    >
      <option value="">{props.all}</option>
      {props.children}
    </select>
  );
}

function LostLog({ disabled, onBegin }: { disabled: boolean; onBegin: () => void }) {
  return (
    <details className="text-xs text-ink-soft">
      <summary className="cursor-default text-ink-faint">The sync log is lost</summary>
      <p className="py-2">
        All models are made anew, and the log begins another life: every client starts over, and the past can
        be shown from then on only. Nothing that was decided is lost.
      </p>
      <Button look="danger" disabled={disabled} onClick={onBegin}>
        Begin the log anew
      </Button>
    </details>
  );
}
