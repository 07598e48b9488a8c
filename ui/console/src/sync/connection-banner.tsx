import { WifiOff } from 'lucide-react';
import { useNow } from '../platform/now';
import { formatAgo } from '../platform/time';
import { useConnectionWords, useLostSince, usePendingCount, useRetry } from './connection';

/** A shorter break is nobody's business. */
const SHOWN_AFTER_MS = 6000;

/** Says what a longer break means for what one sees and writes. Lies over the page, so that nothing moves. */
export function ConnectionBanner() {
  const lostSince = useLostSince();
  const shown = useNow((now) => lostSince !== undefined && now - lostSince > SHOWN_AFTER_MS);
  return shown && lostSince !== undefined ? <Banner lostSince={lostSince} /> : null;
}

function Banner({ lostSince }: { lostSince: number }) {
  const { text, retry } = useConnectionWords();
  const retryNow = useRetry();
  const pending = usePendingCount();
  const age = useNow((now) => formatAgo(new Date(lostSince).toISOString(), now));
  return (
    <div className="pointer-events-none absolute inset-x-0 top-16 z-20 flex justify-center px-4">
      <div
        role="alert"
        className="pointer-events-auto flex animate-appear items-center gap-3 rounded-full border border-line bg-raised py-1.5 pr-2 pl-4 shadow-raised"
      >
        <WifiOff size={15} className="shrink-0 text-bad" />
        <p className="text-xs">
          <span className="font-medium">No connection for {age}.</span>{' '}
          <span className="text-ink-soft">
            {pending > 0
              ? `${pending} ${pending === 1 ? 'change' : 'changes'} will be sent when it is back.`
              : text}
          </span>
        </p>
        {retry && (
          <button
            type="button"
            onClick={retryNow}
            className="shrink-0 rounded-full px-2.5 py-0.5 text-xs font-medium text-accent hover:bg-hover"
          >
            Retry now
          </button>
        )}
      </div>
    </div>
  );
}
