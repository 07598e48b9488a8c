import type { HistoryResponse } from '@openagents/sync';
import { LoaderCircle } from 'lucide-react';
import { Button } from '../platform/button';
import { Dialog } from '../platform/dialog';
import { EmptyState } from '../platform/empty-state';
import { closeOverlay } from '../platform/overlay';
import { EntryView } from './entry-view';
import { ExportButtons } from './export-buttons';
import type { Thing } from './thing';
import { useHistory } from './use-history';
import type { Loaded } from './use-loaded';

/** What became of one thing, whatever it is: who changed what, when, from what to what. */
export function HistoryDrawer({ thing }: { thing: Thing }) {
  const { loaded, retry, showMore } = useHistory(thing.model, thing.id);
  return (
    <Dialog drawer title={`History of ${thing.name}`} onClose={closeOverlay}>
      <div className="min-h-0 grow overflow-y-auto px-5 pt-3 pb-8">
        {loaded.value ? (
          <Entries history={loaded.value} onMore={showMore} loading={loaded.phase === 'loading'} />
        ) : (
          <Nothing loaded={loaded} retry={retry} />
        )}
      </div>
      <ExportButtons thing={thing} />
    </Dialog>
  );
}

type EntriesProps = { history: HistoryResponse; onMore: () => void; loading: boolean };

function Entries({ history, onMore, loading }: EntriesProps) {
  return (
    <>
      <ol aria-label="Events, newest first">
        {history.entries.map((entry) => (
          <EntryView key={entry.index} entry={entry} />
        ))}
      </ol>
      {history.nextCursor !== undefined && (
        <div className="mt-4 flex justify-center">
          <Button onClick={onMore} disabled={loading}>
            Show older events
          </Button>
        </div>
      )}
    </>
  );
}

function Nothing({ loaded, retry }: { loaded: Loaded<HistoryResponse>; retry: () => void }) {
  if (loaded.phase !== 'failed')
    return (
      <div role="status" aria-label="Loading the history" className="flex justify-center pt-10">
        <LoaderCircle size={18} className="animate-spin text-ink-faint" />
      </div>
    );
  return (
    <EmptyState title="The history can't be shown" action={<Button onClick={retry}>Try again</Button>}>
      {loaded.reason}
    </EmptyState>
  );
}
