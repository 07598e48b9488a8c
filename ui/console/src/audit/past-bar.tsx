import { ChevronLeft, ChevronRight, History, LoaderCircle } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef } from 'react';
import { Button, IconButton } from '../platform/button';
import { formatExact } from '../platform/time';
import { placeOf } from './moments';
import { backToLive } from './travel';

type PastBarProps = {
  moments: readonly string[];
  at: string;
  loading: boolean;
  onMove: (at: string) => void;
};

/** Says that this is the past, and which moment; moves from change to change. */
export function PastBar({ moments, at, loading, onMove }: PastBarProps) {
  const slider = useRef<HTMLInputElement>(null);
  const noteId = useId();
  useEffect(() => slider.current?.focus(), []);
  const last = Math.max(0, moments.length - 1);
  const place = placeOf(moments, at);
  const move = (to: number) => {
    const moment = moments[Math.min(last, Math.max(0, to))];
    if (moment !== undefined) onMove(moment);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    backToLive();
  };
  return (
    <section
      aria-label="Time travel"
      onKeyDown={onKeyDown}
      className="shrink-0 border-b border-warn/40 bg-warn/10 px-4 py-2"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <History size={15} aria-hidden className="shrink-0 text-warn" />
        <p id={noteId} className="min-w-0 grow">
          <span className="font-semibold">The past</span>{' '}
          <time dateTime={at} className="tabular-nums">
            {formatExact(at)}
          </time>
        </p>
        {loading && (
          <LoaderCircle role="status" aria-label="Loading" size={14} className="animate-spin text-warn" />
        )}
        <Button onClick={backToLive} aria-keyshortcuts="Escape">
          Back to live
        </Button>
      </div>
      <div className="mt-1 flex items-center gap-1">
        <IconButton label="Previous change" disabled={place === 0} onClick={() => move(place - 1)}>
          <ChevronLeft size={16} />
        </IconButton>
        <input
          ref={slider}
          type="range"
          aria-label="Moment"
          aria-describedby={noteId}
          aria-valuetext={formatExact(at)}
          min={0}
          max={last}
          step={1}
          value={place}
          onChange={(event) => move(event.target.valueAsNumber)}
          className="h-7 min-w-0 grow accent-warn"
        />
        <IconButton label="Next change" disabled={place === last} onClick={() => move(place + 1)}>
          <ChevronRight size={16} />
        </IconButton>
        <span className="w-24 shrink-0 text-right text-xs tabular-nums">
          {(place + 1).toLocaleString('en')} of {moments.length.toLocaleString('en')}
        </span>
      </div>
    </section>
  );
}
