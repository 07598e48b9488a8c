import { ArrowDown } from 'lucide-react';

type JumpToLatestProps = { newCount: number; onJump: () => void };

export function JumpToLatest({ newCount, onJump }: JumpToLatestProps) {
  return (
    <div className="pointer-events-none absolute inset-x-0 bottom-3 z-20 flex justify-center">
      <button
        type="button"
        onClick={onJump}
        aria-label={newCount > 0 ? `${newCount} new, jump to latest` : 'Jump to latest'}
        className="pointer-events-auto inline-flex h-8 animate-appear items-center gap-1.5 rounded-full border border-line-strong bg-raised px-3 text-xs font-medium shadow-raised hover:border-ink-faint"
      >
        <ArrowDown size={14} className="text-accent" />
        {newCount > 0 ? `${newCount.toLocaleString('en')} new` : 'Latest'}
      </button>
    </div>
  );
}
