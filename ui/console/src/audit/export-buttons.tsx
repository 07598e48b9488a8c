import { Download, LoaderCircle } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../platform/button';
import { Refusal, useRefusal } from '../platform/refusal';
import { reasonOf } from '../sync/problem';
import { useOrgScope } from '../sync/sync-context';
import { downloadExport, type ExportFormat } from './download';
import type { Thing } from './thing';

const FORMATS: readonly [format: ExportFormat, name: string][] = [
  ['csv', 'CSV'],
  ['jsonl', 'JSON Lines'],
];

/** The whole history of the agent, if it is one, else of the org, as a file. */
export function ExportButtons({ thing }: { thing: Thing }) {
  const [running, setRunning] = useState<ExportFormat>();
  const { refusal, run, dismiss } = useRefusal(reasonOf);
  const orgScope = useOrgScope();
  const scope = thing.model === 'Agent' ? `agent:${thing.id}` : orgScope;
  const save = (format: ExportFormat) => {
    setRunning(format);
    run(() => downloadExport(scope, format).finally(() => setRunning(undefined)), 'Not exported.');
  };
  return (
    <footer className="border-t border-line px-5 py-3">
      <div className="flex flex-wrap items-center gap-2">
        <p className="grow basis-full text-xs text-ink-faint sm:basis-0">
          Export the whole history of {thing.model === 'Agent' ? 'this agent' : 'the org'}
        </p>
        {FORMATS.map(([format, name]) => (
          <Button key={format} disabled={running !== undefined} onClick={() => save(format)}>
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
