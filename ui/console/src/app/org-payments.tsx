import { ArrowLeft } from 'lucide-react';
import { Payments } from '../payment/lazy-payments';
import { IconButton } from '../platform/button';
import { navigate } from '../platform/route';
import { ConnectionStatus } from '../sync/connection-status';
import { useOrg } from '../sync/rows';
import { useLoad } from '../sync/sync-context';
import { LoadFailed } from './load-failed';
import { LoadingTimeline } from './loading-timeline';

/** The payments and accounts of the whole org. */
export function OrgPayments({ wide }: { wide: boolean }) {
  const org = useOrg();
  const load = useLoad();
  if (load.phase === 'failed') return <LoadFailed {...load} />;
  if (load.phase === 'loading') return <LoadingTimeline />;
  return (
    <>
      <header className="flex h-14 shrink-0 items-center gap-3 border-b border-line px-4">
        {!wide && (
          <IconButton label="Back to agents" className="-ml-2" onClick={() => navigate({})}>
            <ArrowLeft size={18} />
          </IconButton>
        )}
        <div className="min-w-0 grow">
          <h1 className="truncate text-base font-semibold">Payments</h1>
          <p className="truncate text-xs text-ink-faint">{org?.name} and its agents</p>
        </div>
        {!wide && <ConnectionStatus />}
      </header>
      <Payments />
    </>
  );
}
