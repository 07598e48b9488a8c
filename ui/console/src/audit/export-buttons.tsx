import type { Scope } from '@openagents/sync';
import type { ExportFormat } from '@openagents/sync/audit';
import { Download, LoaderCircle } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../platform/button';
import { Refusal, useRefusal } from '../platform/refusal';
import { reasonOf } from '../sync/problem';
import { useOrgScope } from '../sync/sync-context';
import { save } from './download';
import type { Thing } from './thing';
import { useAudit } from './use-audit';

const FORMATS: readonly [format: ExportFormat, name: string][] = [
  ['csv', 'CSV'],
  ['jsonl', 'JSON Lines'],
];

/** The whole history of the agent, if it is one, else of the org, as a file. */
export function ExportButtons({ thing }: { thing: Thing }) {
  const [running, setRunning] = useState<ExportFormat>();
  const { refusal, run, dismiss } = useRefusal(reasonOf);
  const orgScope = useOrgScope();
  const audit = useAudit();
  const scope: Scope = thing.model === 'Agent' ? `agent:${thing.id}` : orgScope;
  const download = async (format: ExportFormat) =>
    save(await audit.export(scope, format), `${scope.replace(':', '-')}.${format}`);
  const start = (format: ExportFormat) => {
    setRunning(format);
    run(() => download(format).finally(() => setRunning(undefined)), 'Not exported.');
  };
  return (
    <footer className="border-t border-line px-5 py-3">
      <div className="flex flex-wrap items-center gap-2">
        <p className="grow basis-full text-xs text-ink-faint sm:basis-0">
          Export the whole history of {thing.model === 'Agent' ? 'this agent' : 'the org'}
        </p>
        {FORMATS.map(([format, name]) => (
          <Button key={format} disabled={running !== undefined} onClick={() => start(format)}>
            {running === format ? (
              <LoaderCircle size={14} className="animate-spin" />
            ) : (
              <Download size={14} />
            )}
            {name}
          </Button>
        ))}
      </div>
      <Refusal refusal={refusal} onDismiss={dismiss} />
    </footer>
  );
}
