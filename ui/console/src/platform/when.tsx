import { useNow } from './now';
import { formatAgo, formatClock, formatExact } from './time';

type WhenProps = { at: string; className?: string };

/** `14:03`; the exact time on hover. */
export function Clock({ at, className }: WhenProps) {
  return (
    <time dateTime={at} title={formatExact(at)} className={className}>
      {formatClock(at)}
    </time>
  );
}

/** `5m`, kept up to date; the exact time on hover. */
export function Ago({ at, className }: WhenProps) {
  const ago = useNow((now) => formatAgo(at, now));
  return (
    <time dateTime={at} title={formatExact(at)} className={className}>
      {ago}
    </time>
  );
}
